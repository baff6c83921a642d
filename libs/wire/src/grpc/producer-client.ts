import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { MethodDefinition } from '@grpc/proto-loader';
import type {
  PutRecordRequest,
  PutRecordResponse,
  PutRecordsRequest,
  PutRecordsResponse,
} from './producer-messages.js';
import { PRODUCER_LOADER, PRODUCER_SERVICE, producerProtoPath } from './producer-proto.js';

/** A client of the Producer; members that a request leaves out have their defaults. */
export interface ProducerClient {
  /** Rejects with grpc-js's `ServiceError`: `code` and `details`. */
  putRecord(request: Partial<PutRecordRequest>): Promise<PutRecordResponse>;
  /** Rejects as `putRecord`. */
  putRecords(request: Partial<PutRecordsRequest>): Promise<PutRecordsResponse>;
  /** Takes requests and gives answers; where `write` says false, wait for `drain`. */
  putStream(): ClientDuplexStream<Partial<PutRecordsRequest>, PutRecordsResponse>;
  close(): void;
}

interface ProducerMethods {
  readonly PutRecord: MethodDefinition<Partial<PutRecordRequest>, PutRecordResponse>;
  readonly PutRecords: MethodDefinition<Partial<PutRecordsRequest>, PutRecordsResponse>;
  readonly PutStream: MethodDefinition<Partial<PutRecordsRequest>, PutRecordsResponse>;
}

export interface ProducerClientOptions {
  /** What each call brings as `Authorization: Bearer`; nothing without it. */
  readonly token?: string;
  /** PEM of the authority to trust; with it TLS is spoken. */
  readonly authority?: string;
}

/** @param target `host:port` */
export async function createProducerClient(
  target: string,
  { token, authority }: ProducerClientOptions = {},
): Promise<ProducerClient> {
  const [{ Client, credentials, Metadata }, { load }] = await Promise.all([
    import('@grpc/grpc-js'),
    import('@grpc/proto-loader'),
  ]);
  const definition = await load(producerProtoPath(), PRODUCER_LOADER);
  // The loader's types do not know what it read from the file.
  const methods = definition[PRODUCER_SERVICE] as unknown as ProducerMethods;
  const client = new Client(
    target,
    authority === undefined ? credentials.createInsecure() : credentials.createSsl(Buffer.from(authority)),
  );
  const metadata = new Metadata();
  if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);

  function call<Request, Response>(method: MethodDefinition<Request, Response>, request: Request) {
    const { path, requestSerialize: write, responseDeserialize: read } = method;
    return new Promise<Response>((resolve, reject) => {
      client.makeUnaryRequest(path, write, read, request, metadata, (error, response) => {
        if (error) reject(error);
        else resolve(response as Response);
      });
    });
  }

  return {
    putRecord: (request) => call(methods.PutRecord, request),
    putRecords: (request) => call(methods.PutRecords, request),
    putStream() {
      const { path, requestSerialize, responseDeserialize } = methods.PutStream;
      return client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, metadata);
    },
    close: () => client.close(),
  };
}
