import type { Shape } from './service-model.js';

/**
 * Values as Java's `toString` writes them: AWS's validation errors quote a request in that form. A text is cut where it
 * would make the answer larger than the request was allowed to be useful.
 */
const LONGEST_TEXT = 65_536;

export function javaText(value: unknown, named: NamedShape): string {
  const text = textOf(value, named);
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}

export interface NamedShape {
  readonly shape: Shape;
  readonly shapeName: string;
  /** Gives the shapes that this one refers to. */
  readonly shapeOf: (shapeName: string) => Shape;
}

function textOf(value: unknown, { shape, shapeName, shapeOf }: NamedShape): string {
  if (value === null || value === undefined) return 'null';
  const inner = (name: string): NamedShape => ({ shape: shapeOf(name), shapeName: name, shapeOf });
  switch (shape.type) {
    case 'structure':
      // Java shows an object's class and identity hash; the hash says nothing, so it is the same for all.
      return `com.amazonaws.kinesis.v20131202.${shapeName}@0`;
    case 'list':
      return `[${joined(value as readonly unknown[], (element) => textOf(element, inner(shape.member)))}]`;
    case 'map':
      return `{${joined(
        Object.entries(value),
        ([key, element]) => `${key}=${textOf(element, inner(shape.value))}`,
      )}}`;
    case 'blob': {
      const { length } = value as Uint8Array;
      return `java.nio.HeapByteBuffer[pos=0 lim=${length} cap=${length}]`;
    }
    default:
      return String(value);
  }
}

/** Stops once there is more than will be shown: a request may hold millions of elements. */
function joined<Element>(elements: readonly Element[], text: (element: Element) => string): string {
  let all = '';
  for (const element of elements) {
    all += all === '' ? text(element) : `, ${text(element)}`;
    if (all.length > LONGEST_TEXT) break;
  }
  return all;
}
