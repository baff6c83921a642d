import { isUtf8 } from 'node:buffer';
import { Base64Decoder } from './base64.js';
import { sentenceMember, SelfWritingOutput, type Codec, type ReadRequest } from './codec.js';
import { notConvertible, type ScalarForm } from './coral-types.js';
import { beyondJsonLimits, REQUEST_LIMITS } from './json-limits.js';
import { operationModel, shapeNamed } from './operation-input.js';
import { serializationException } from './serialization-exception.js';

/**
 * AWS JSON 1.1: blobs are base64 with padding, timestamps are seconds with a fraction of milliseconds, and a member
 * without a value is left out, never `null`.
 */
export const jsonCodec: Codec = {
  contentType: 'application/x-amz-json-1.1',
  read: readJson,
  write(operation, output) {
    if (output instanceof SelfWritingOutput) return output.toJson();
    const shapeName = operationModel(operation).output;
    return shapeName === undefined ? '' : JSON.stringify(jsonValue(output, shapeName));
  },
  writeError({ code, message }) {
    return JSON.stringify({ __type: code, [sentenceMember(code)]: message });
  },
};

function readJson(body: Buffer): ReadRequest {
  const value = parsed(body);
  if (typeof value !== 'object' || value === null) {
    throw serializationException('The request body is not a JSON object.');
  }
  if (Array.isArray(value)) throw serializationException('Start of list found where not expected');
  return { structure: value, form: new JsonForm(body) };
}

function parsed(body: Buffer): unknown {
  // Decoded leniently, different keys would become one, and none of them would be what the client sent.
  if (!isUtf8(body)) throw serializationException('The request body is not UTF-8.');
  const excess = body.length > CHEAP_BYTES ? beyondJsonLimits(body, REQUEST_LIMITS) : undefined;
  if (excess !== undefined) throw serializationException(`The request body ${excess}.`);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw serializationException(`The request body is not JSON: ${(cause as Error).message}`);
  }
}

/** A body up to here is parsed in milliseconds, whatever is in it. */
const CHEAP_BYTES = 128 * 1024;

class JsonForm implements ScalarForm {
  private readonly base64: Base64Decoder;

  constructor(body: Buffer) {
    this.base64 = new Base64Decoder(body);
  }

  blob(value: unknown): Uint8Array {
    if (typeof value !== 'string') throw notConvertible(value, 'a Blob');
    return this.base64.decode(value);
  }

  timestamp(value: unknown): number {
    if (typeof value !== 'number') throw notConvertible(value, 'milliseconds since epoch');
    return Math.round(value * 1000);
  }
}

/** A value of an answer as JSON wants it: what the model knows, without what is absent. */
function jsonValue(value: unknown, shapeName: string): unknown {
  if (value === undefined) return undefined;
  const shape = shapeNamed(shapeName);
  switch (shape.type) {
    case 'structure': {
      const fields = value as Readonly<Record<string, unknown>>;
      return Object.fromEntries(
        Object.entries(shape.members).map(([name, of]) => [name, jsonValue(fields[name], of)]),
      );
    }
    case 'list':
      return (value as readonly unknown[]).map((element) => jsonValue(element, shape.member));
    case 'map':
      return Object.fromEntries(
        Object.entries(value as object).map(([key, element]) => [key, jsonValue(element, shape.value)]),
      );
    case 'blob':
      return Buffer.from(value as Uint8Array).toString('base64');
    case 'timestamp':
      return (value as number) / 1000;
    default:
      return value;
  }
}
