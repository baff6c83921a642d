import { Base64Decoder } from '../base64.js';
import { sentenceMember, SelfWritingOutput, type Codec, type ReadRequest, type WireError } from '../codec.js';
import { notConvertible, type ScalarForm } from '../coral-types.js';
import { operationModel } from '../operation-input.js';
import { serializationException } from '../serialization-exception.js';
import type { OperationName } from '../service-model.generated.js';
import { AWS_CBOR, SMITHY_CBOR, type CborDialect } from './cbor-dialect.js';
import { readCbor } from './cbor-reader.js';
import { cborOfShape } from './cbor-shape.js';
import { CborWriter } from './cbor-writer.js';

/** CBOR 1.1 in AWS's dialect: the same members as in JSON, with blobs as byte strings. */
export const cborCodec: Codec = cborCodecOf(AWS_CBOR);

/** The bodies of Smithy's RPC v2 protocol. */
export const smithyCborCodec: Codec = cborCodecOf(SMITHY_CBOR);

function cborCodecOf(dialect: CborDialect): Codec {
  return {
    contentType: dialect.contentType,
    read: (body) => readRequest(body, dialect),
    write: (operation, output) => answer(output, { operation, dialect }),
    writeError: (error) => errorBody(error, dialect),
  };
}

function readRequest(body: Buffer, dialect: CborDialect): ReadRequest {
  const value = readCbor(body);
  if (Array.isArray(value)) throw serializationException('Start of list found where not expected');
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array)
    throw serializationException('The request body is not a CBOR map.');
  return { structure: value, form: new CborForm(body, dialect) };
}

class CborForm implements ScalarForm {
  private readonly base64: Base64Decoder;

  constructor(
    body: Buffer,
    private readonly dialect: CborDialect,
  ) {
    this.base64 = new Base64Decoder(body);
  }

  /** A text is taken for what it would be in JSON: some clients only change the codec. */
  blob(value: unknown): Uint8Array {
    if (value instanceof Uint8Array) return value;
    if (typeof value !== 'string') throw notConvertible(value, 'a Blob');
    return this.base64.decode(value);
  }

  timestamp(value: unknown): number {
    if (typeof value !== 'number') throw notConvertible(value, 'milliseconds since epoch');
    return Math.round(this.dialect.msOf(value));
  }
}

interface AnswerTerms {
  readonly operation: OperationName;
  readonly dialect: CborDialect;
}

function answer(output: unknown, { operation, dialect }: AnswerTerms): string | Buffer {
  if (output instanceof SelfWritingOutput) return output.toCbor(dialect);
  const shapeName = operationModel(operation).output;
  if (shapeName === undefined) return '';
  return cborOfShape(output, { shapeName, dialect });
}

function errorBody({ code, message }: WireError, dialect: CborDialect): Buffer {
  const writer = new CborWriter();
  writer.map(2);
  writer.text('__type');
  writer.text(dialect.errorType(code));
  writer.text(sentenceMember(code));
  writer.text(message);
  return writer.finish();
}
