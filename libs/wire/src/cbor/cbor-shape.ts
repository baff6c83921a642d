import { unreachable } from '#lib/kinesis';
import { shapeNamed } from '../operation-input.js';
import type { CborDialect } from './cbor-dialect.js';
import { CborWriter } from './cbor-writer.js';

export interface CborShape {
  /** In the service model. */
  readonly shapeName: string;
  readonly dialect: CborDialect;
}

/** A value as the service model describes it: what the model knows, without what is absent. */
export function cborOfShape(value: unknown, { shapeName, dialect }: CborShape): Buffer {
  const writer = new CborWriter();
  new ShapeWriter(writer, dialect).write(value, shapeName);
  return writer.finish();
}

class ShapeWriter {
  constructor(
    private readonly writer: CborWriter,
    private readonly dialect: CborDialect,
  ) {}

  write(value: unknown, shapeName: string): void {
    const { writer } = this;
    const shape = shapeNamed(shapeName);
    switch (shape.type) {
      case 'structure':
        return this.pairs(
          Object.entries(shape.members).map(([name, of]) => [name, (value as Fields)[name], of] as const),
        );
      case 'map':
        return this.pairs(
          Object.entries(value as Fields).map(([name, element]) => [name, element, shape.value] as const),
        );
      case 'list': {
        const elements = value as readonly unknown[];
        writer.list(elements.length);
        for (const element of elements) this.write(element, shape.member);
        return;
      }
      case 'string':
        return writer.text(value as string);
      case 'blob':
        return writer.byteString(value as Uint8Array);
      case 'boolean':
        return writer.boolean(value as boolean);
      case 'integer':
      case 'long':
        return writer.integer(value as number);
      case 'timestamp':
        return this.dialect.writeTimestamp(writer, value as number);
      default:
        return unreachable(shape);
    }
  }

  private pairs(pairs: readonly (readonly [name: string, value: unknown, shapeName: string])[]): void {
    const present = pairs.filter(([, value]) => value !== undefined);
    this.writer.map(present.length);
    for (const [name, value, shapeName] of present) {
      this.writer.text(name);
      this.write(value, shapeName);
    }
  }
}

type Fields = Readonly<Record<string, unknown>>;
