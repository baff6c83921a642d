import { SelfWritingOutput, type Codec, type WireError } from '../codec.js';
import type { OperationName } from '../service-model.generated.js';
import { encodeHeaders, encodeMessage, encodeWithHeaders } from './event-stream-message.js';

/** What an answer that is a stream is made of: frames, each to be sent at once. */
export class EventStreamWriter {
  private readonly eventHeaders: Buffer;

  constructor(
    private readonly codec: Codec,
    private readonly stream: { readonly operation: OperationName; readonly eventType: string },
  ) {
    this.eventHeaders = encodeHeaders(eventHeaders(stream.eventType, codec));
  }

  /** The first frame. boto3 refuses a stream without it, and SDKs of other languages wait for it. */
  initialResponse(): Buffer {
    const headers = eventHeaders('initial-response', this.codec);
    return encodeMessage({ headers, payload: this.written(NOTHING) });
  }

  event(event: SelfWritingOutput): Buffer {
    return encodeWithHeaders(this.eventHeaders, this.written(event));
  }

  /** The last frame of a stream that failed. */
  exception({ code: errorCode, message }: WireError): Buffer {
    // The one error whose name in the union of the stream is not its code.
    const code = errorCode === 'InternalFailure' ? 'InternalFailureException' : errorCode;
    const headers = {
      ':message-type': 'exception',
      ':exception-type': code,
      ':content-type': this.codec.contentType,
    };
    return encodeMessage({ headers, payload: bytesOf(this.codec.writeError({ code, message })) });
  }

  private written(output: SelfWritingOutput): Buffer {
    return bytesOf(this.codec.write(this.stream.operation, output));
  }
}

function eventHeaders(type: string, { contentType }: Codec): Readonly<Record<string, string>> {
  return { ':message-type': 'event', ':event-type': type, ':content-type': contentType };
}

/** A structure without members. */
class Nothing extends SelfWritingOutput {
  toJson(): string {
    return '{}';
  }

  toCbor(): Buffer {
    return EMPTY_MAP;
  }
}

/** Source: RFC 8949, section 3.1. */
const EMPTY_MAP = Buffer.from([0xa0]);
const NOTHING = new Nothing();

const bytesOf = (written: string | Buffer): Buffer =>
  typeof written === 'string' ? Buffer.from(written) : written;
