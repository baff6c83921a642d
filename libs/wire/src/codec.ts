import type { CborDialect } from './cbor/cbor-dialect.js';
import type { ScalarForm } from './coral-types.js';
import type { OperationName } from './service-model.generated.js';

/** One way of writing requests and answers, chosen by the request's content type. The answer has the same. */
export interface Codec {
  readonly contentType: string;

  /** @throws KinesisError SerializationException where the body is not one structure. */
  read(body: Buffer): ReadRequest;

  /** The body of an answer; empty for operations without output. */
  write(operation: OperationName, output: unknown): string | Buffer;

  writeError(error: WireError): string | Buffer;
}

/** A request whose values were not looked at yet. */
export interface ReadRequest {
  readonly structure: object;
  /** How this codec writes blobs and timestamps. */
  readonly form: ScalarForm;
}

export interface WireError {
  readonly code: string;
  readonly message: string;
}

/**
 * An answer that writes itself: the hot operations' outputs, which never become an object per record. All others are
 * plain values that the codec writes by the service model.
 */
export abstract class SelfWritingOutput {
  abstract toJson(): string | Buffer;
  abstract toCbor(dialect: CborDialect): Buffer;
}

/** The member that holds an error's sentence: one of them has a capital letter. Source: recorded against AWS. */
export function sentenceMember(code: string): 'Message' | 'message' {
  return code === 'SerializationException' ? 'Message' : 'message';
}
