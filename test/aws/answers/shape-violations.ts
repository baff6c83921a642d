// What is wrong with an answer in JSON, by AWS's model alone: nothing of the server's own checks is used.
import { SERVICE_MODEL } from '../../../libs/wire/src/service-model.generated.js';
import type { ScalarShape, Shape } from '../../../libs/wire/src/service-model.js';

/** A value of an answer, and what it should be. */
interface Place {
  /** A name in the service model. */
  readonly shape: string;
  /** Where in the answer it stands: `Records[0].Data`. */
  readonly path: string;
}

/** A sentence for each place where a value is not of its shape. */
export function shapeViolations(value: unknown, { shape: name, path }: Place): readonly string[] {
  const shape = SERVICE_MODEL.shapes[name];
  if (!shape) throw new Error(`the service model has no shape ${name}`);
  if (value === null) return [`${path} is null, which AWS never writes`];
  const isOfType = TYPES[shape.type](value);
  if (!isOfType) return [`${path} is no ${shape.type}: ${JSON.stringify(value)}`];
  if (shape.type === 'structure') return structureViolations(value as Fields, { shape, path });
  const size = Array.isArray(value) ? value.length : Object.keys(value as object).length;
  if (shape.type === 'list') {
    const members = (value as unknown[]).flatMap((member, i) =>
      shapeViolations(member, { shape: shape.member, path: `${path}[${i}]` }),
    );
    return [...sizeViolations(size, { shape, path }), ...members];
  }
  if (shape.type === 'map') {
    const members = Object.entries(value as Fields).flatMap(([key, member]) => [
      ...shapeViolations(key, { shape: shape.key, path: `the key ${key} of ${path}` }),
      ...shapeViolations(member, { shape: shape.value, path: `${path}.${key}` }),
    ]);
    return [...sizeViolations(size, { shape, path }), ...members];
  }
  return scalarViolations(value, { shape, path });
}

type Fields = Readonly<Record<string, unknown>>;

const isStructure = (value: unknown): boolean => typeof value === 'object' && !Array.isArray(value);
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** Seconds; what is written in milliseconds is far above. */
const YEAR_2100 = 4_102_444_800;

const TYPES: Readonly<Record<Shape['type'], (value: unknown) => boolean>> = {
  structure: isStructure,
  map: isStructure,
  list: Array.isArray,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isInteger,
  long: Number.isInteger,
  blob: (value) => typeof value === 'string' && BASE64.test(value),
  timestamp: (value) => typeof value === 'number' && value > 0 && value < YEAR_2100,
};

interface Described<Of extends Shape> {
  readonly shape: Of;
  readonly path: string;
}

function structureViolations(
  value: Fields,
  { shape, path }: Described<Extract<Shape, { type: 'structure' }>>,
): readonly string[] {
  const { members, required = [] } = shape;
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.map((name) => `${path}.${name} is not there`),
    ...Object.entries(value).flatMap(([name, member]) => {
      const of = members[name];
      if (of === undefined) return [`${path}.${name} is unknown to AWS`];
      return shapeViolations(member, { shape: of, path: `${path}.${name}` });
    }),
  ];
}

/** AWS answers empty lists, and 0 for nothing, whatever the model says is the least: that bounds requests alone. */
function sizeViolations(
  size: number,
  { shape, path }: Described<Exclude<Shape, { type: 'structure' }>>,
): readonly string[] {
  const { min = 0, max = Infinity } = shape;
  const least = shape.type === 'string' ? min : 0;
  return size < least || size > max ? [`${path}: ${size} is not within ${least} to ${max}`] : [];
}

function scalarViolations(value: unknown, { shape, path }: Described<ScalarShape>): readonly string[] {
  if (typeof value === 'boolean') return [];
  const size = typeof value === 'number' ? value : (value as string).length;
  const isKnown = shape.enum?.includes(value as string) ?? true;
  const matches = new RegExp(`^(?:${shape.pattern ?? '.*'})$`, 's').test(String(value));
  return [
    // The model bounds the bytes of a blob, not its base64.
    ...(shape.type === 'blob' ? [] : sizeViolations(size, { shape, path })),
    ...(isKnown ? [] : [`${path} is none of ${shape.enum?.join(', ')}: ${String(value)}`]),
    ...(matches ? [] : [`${path} does not match ${shape.pattern}: ${String(value)}`]),
  ];
}
