import type { Readable } from 'node:stream';
import { kinesisErrorOf } from '#lib/kinesis';
import { jsonCodec, type Codec } from '#lib/wire';
import { UnreadableRequest } from './aws-request.js';
import { xmlText } from './xml-text.js';

/** An answer as it goes out. */
export interface AwsAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Buffer | Readable;
  /** The error's code, for `x-amzn-ErrorType`. */
  readonly errorType?: string;
}

/** The answer to a request that failed, in its own way of writing; an error that nobody foresaw is an InternalFailure. */
export function failureAnswer(error: unknown, codec: Codec = jsonCodec): AwsAnswer {
  if (error instanceof UnreadableRequest) return xmlAnswer(error);
  const { code, status, message } = kinesisErrorOf(error);
  const body = codec.writeError({ code, message });
  return { status, contentType: codec.contentType, body, errorType: code };
}

/** Source: recorded against AWS; the 404 has no message there. */
function xmlAnswer({ code, status, message }: UnreadableRequest): AwsAnswer {
  const body = `<${code}>\n  <Message>${xmlText(message)}</Message>\n</${code}>\n`;
  return { status, contentType: 'application/xml', body, errorType: code };
}
