// How AWS's SDK for Java 2 puts calls on the wire: CBOR as Jackson writes it, over TLS, signed; HTTP/1.1 from the
// synchronous client and HTTP/2 from the asynchronous one. Java itself is not needed.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import {
  connect,
  type ClientHttp2Session,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
} from 'node:http2';
import { Agent, request as httpsRequest } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { cborCodec, signRequest, SigningKeys } from '#lib/wire';
import { jackson } from '../../../libs/wire/src/testing/jackson-cbor.js';

export const CBOR_1_1 = 'application/x-amz-cbor-1.1';

const { SHARDWELL_TEST_SERVER: host = '', SHARDWELL_TEST_CA: ca = '' } = process.env;
const trust = { ca: readFileSync(ca) };
const signingKeys = new SigningKeys();

/** Of a structure, each written by Jackson. */
export type JacksonMembers = Readonly<Record<string, Buffer>>;

export interface CborAnswer {
  readonly status: number | undefined;
  readonly contentType: string | undefined;
  readonly members: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
}

/** The headers of a call, in the SDK's order; `host` is signed over both protocols. */
function headersOf(operation: string, body: Buffer): Readonly<Record<string, string>> {
  const headers = {
    host,
    'amz-sdk-invocation-id': '3b1a4f6e-0d3a-4a1c-9d53-6a2f0f3ac1b7',
    'amz-sdk-request': 'attempt=1; max=4',
    'content-length': String(body.length),
    'content-type': CBOR_1_1,
    'x-amz-target': `Kinesis_20131202.${operation}`,
  };
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = process.env;
  const signed = signRequest(
    { method: 'POST', url: '/', rawHeaders: Object.entries(headers).flat(), body },
    {
      credentials: { accessKeyId, secretAccessKey },
      region: 'us-east-1',
      nowMs: Date.now(),
      signingKeys,
    },
  );
  return { ...headers, ...signed, 'user-agent': 'aws-sdk-java/2.25.64 md/io#sync md/http#Apache' };
}

function answerOf(head: Pick<CborAnswer, 'status' | 'contentType'>, bytes: Buffer): CborAnswer {
  const members = bytes.length === 0 ? {} : cborCodec.read(bytes).structure;
  return { ...head, bytes, members: members as CborAnswer['members'] };
}

/** Both clients of the SDK. */
export class JavaClients {
  private readonly agent = new Agent({ ...trust, keepAlive: true });
  private readonly session: ClientHttp2Session = connect(`https://${host}`, trust);

  /** KinesisClient. */
  async sync(operation: string, members: JacksonMembers): Promise<CborAnswer> {
    const body = jackson.object(members);
    const sent = httpsRequest(`https://${host}`, {
      method: 'POST',
      agent: this.agent,
      headers: headersOf(operation, body),
    }).end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const { statusCode: status, headers } = response;
    return answerOf({ status, contentType: headers['content-type'] }, await buffer(response));
  }

  /** KinesisAsyncClient: Netty sends the host as `:authority` alone. */
  async async(operation: string, members: JacksonMembers): Promise<CborAnswer> {
    const { stream, headers } = await this.begin(operation, members);
    const { ':status': status, 'content-type': contentType } = headers;
    return answerOf({ status, contentType }, await buffer(stream));
  }

  /** The answer as it begins. */
  async begin(operation: string, members: JacksonMembers) {
    const body = jackson.object(members);
    const { host: authority = '', ...headers } = headersOf(operation, body);
    const stream = this.session.request({
      ':method': 'POST',
      ':path': '/',
      ':authority': authority,
      ...headers,
    });
    stream.end(body);
    const [answered] = (await once(stream, 'response')) as [IncomingHttpHeaders & IncomingHttpStatusHeader];
    return { stream, headers: answered };
  }

  close(): void {
    this.agent.destroy();
    this.session.destroy();
  }
}
