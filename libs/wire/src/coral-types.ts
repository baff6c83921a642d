import { unreachable } from '#lib/kinesis';
import { serializationException } from './serialization-exception.js';
import type { ScalarShape, Shape } from './service-model.js';

/**
 * Types, the first check of a request: each value is of the type that the model gives its member, or the request is
 * refused at the first one that is not, in the words of Coral, the framework behind the Kinesis API. A value that passes
 * comes out as the operations want it; `null` counts as absent; members that the model does not know stay unread.
 *
 * A shape is compiled once into a closure. Requests are changed in place: the good path makes no object of its own.
 *
 * Source: recorded against AWS (SEMANTICS, "Wire protocol").
 */
export type Conversion = (value: unknown, form: ScalarForm) => unknown;

/** What each codec writes in its own way. */
export interface ScalarForm {
  /** @throws KinesisError SerializationException. */
  blob(value: unknown): Uint8Array;
  /** Milliseconds since 1970. @throws KinesisError SerializationException. */
  timestamp(value: unknown): number;
}

/** @param compiled gives the conversion of the shapes that this one refers to. */
export function conversionOf(shape: Shape, compiled: (shapeName: string) => Conversion): Conversion {
  switch (shape.type) {
    case 'structure':
      return structure(Object.entries(shape.members).map(([name, of]) => ({ name, convert: compiled(of) })));
    case 'list':
      return list(compiled(shape.member));
    case 'map':
      return map(compiled(shape.value));
    default:
      return scalar(shape);
  }
}

function structure(members: readonly { readonly name: string; readonly convert: Conversion }[]): Conversion {
  return (value, form) => {
    if (!isTree(value)) throw serializationException('Expected null');
    if (Array.isArray(value)) throw serializationException(LIST_FOUND);
    const fields = value as Record<string, unknown>;
    for (const { name, convert } of members) {
      const member = fields[name];
      if (member === undefined) continue;
      const converted = member === null ? undefined : convert(member, form);
      if (converted !== member) fields[name] = converted;
    }
    return fields;
  };
}

function list(convert: Conversion): Conversion {
  return (value, form) => {
    if (!isTree(value)) throw serializationException('Expected list or null');
    if (!Array.isArray(value)) throw serializationException(STRUCTURE_FOUND);
    for (let i = 0; i < value.length; i += 1) {
      const element: unknown = value[i];
      if (element === null) continue;
      const converted = convert(element, form);
      if (converted !== element) value[i] = converted;
    }
    return value;
  };
}

function map(convert: Conversion): Conversion {
  return (value, form) => {
    if (!isTree(value)) throw serializationException('Expected map or null');
    if (Array.isArray(value)) throw serializationException(LIST_FOUND);
    const entries = value as Record<string, unknown>;
    for (const key of Object.keys(entries)) {
      const element = entries[key];
      if (element === null) continue;
      const converted = convert(element, form);
      if (converted !== element) entries[key] = converted;
    }
    return entries;
  };
}

/** Lists, maps and structures; the bytes of a blob are an object too. */
function isTree(value: unknown): value is object {
  return typeof value === 'object' && !(value instanceof Uint8Array);
}

function scalar(shape: ScalarShape): Conversion {
  switch (shape.type) {
    case 'string':
      return (value) => {
        if (typeof value === 'string') return value;
        throw notConvertible(value, 'an String');
      };
    case 'blob':
      return (value, form) => form.blob(value);
    case 'timestamp':
      return (value, form) => withinRange(form.timestamp(value), Number.MAX_SAFE_INTEGER);
    case 'boolean':
      return booleanOf;
    case 'integer':
      return (value) => truncated(value, 'an Integer', INTEGER_MAX);
    case 'long':
      return (value) => truncated(value, 'an Long', Number.MAX_SAFE_INTEGER);
    default:
      return unreachable(shape.type);
  }
}

const INTEGER_MAX = 2 ** 31 - 1;
const LIST_FOUND = 'Start of list found where not expected';
const STRUCTURE_FOUND = 'Start of structure or map found where not expected.';

function truncated(value: unknown, target: string, max: number): number {
  if (typeof value !== 'number') throw notConvertible(value, target);
  return withinRange(value, max);
}

/** Numbers beyond a type's range become its greatest or least, what is no number 0, fractions are cut off, as in Java. */
function withinRange(value: number, max: number): number {
  return Math.trunc(Math.min(max, Math.max(-max - 1, value))) || 0;
}

const TRUE_TEXTS = new Set(['TRUE', 'YES', '1']);
const FALSE_TEXTS = new Set(['FALSE', 'NO', '0']);

function booleanOf(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') throw notConvertible(value, 'an Boolean');
  const text = value.toUpperCase();
  if (TRUE_TEXTS.has(text)) return true;
  if (FALSE_TEXTS.has(text)) return false;
  throw serializationException(`'${text.slice(0, QUOTED_CHARACTERS)}' can not be converted to an Boolean`);
}

const QUOTED_CHARACTERS = 1024;

/** @param target with its article, which AWS does not always get right. */
export function notConvertible(value: unknown, target: string): Error {
  if (Array.isArray(value)) return serializationException(LIST_FOUND);
  if (isTree(value)) return serializationException(STRUCTURE_FOUND);
  return serializationException(`class ${javaClassOf(value)} can not be converted to ${target}`);
}

function javaClassOf(value: unknown): string {
  if (typeof value === 'string') return 'java.lang.String';
  if (typeof value === 'boolean') return 'java.lang.Boolean';
  if (value instanceof Uint8Array) return 'java.nio.HeapByteBuffer';
  return 'com.amazon.coral.value.json.numbers.TruncatingBigNumber';
}
