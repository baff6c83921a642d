export { cborCodec, smithyCborCodec } from './cbor/cbor-codec.js';
export type { CborDialect } from './cbor/cbor-dialect.js';
export { cborOfShape } from './cbor/cbor-shape.js';
export { CborWriter } from './cbor/cbor-writer.js';
export { SelfWritingOutput, type Codec, type ReadRequest, type WireError } from './codec.js';
export type { ScalarForm } from './coral-types.js';
export { EVENT_STREAM_TYPE } from './event-stream/event-stream-message.js';
export { EventStreamOutput } from './event-stream/event-stream-output.js';
export { EventStreamReader } from './event-stream/event-stream-reader.js';
export { EventStreamWriter } from './event-stream/event-stream-writer.js';
export {
  bindGrpcServer,
  closeGrpcServer,
  type BoundGrpcServer,
  type GrpcAddress,
} from './grpc/grpc-server.js';
export { environmentCredentials } from './environment-credentials.js';
export { GrpcStatus } from './grpc/grpc-status.js';
export { createProducerClient, type ProducerClient } from './grpc/producer-client.js';
export type {
  ProducerError,
  ProducerRecord,
  PutRecordRequest,
  PutRecordResponse,
  PutRecordsRequest,
  PutRecordsResponse,
  PutRecordsResult,
  PutStreamCall,
} from './grpc/producer-messages.js';
export { producerGrpcOptions, type ProducerGrpcOptions } from './grpc/producer-options.js';
export { WrittenMessage } from './grpc/written-message.js';
export { jsonCodec } from './json-codec.js';
export { beyondJsonLimits, RECORDS_LIMITS } from './json-limits.js';
export {
  createKinesisClient,
  KinesisCallError,
  type KinesisClient,
  type KinesisClientOptions,
} from './kinesis-client.js';
export type {
  KinesisOperation,
  KinesisOperations,
  WireIteratorType,
  WirePutResult,
  WireRecord,
} from './kinesis-operations.js';
export { isOperationName, operationInput } from './operation-input.js';
export { SERVICE_MODEL, type OperationName } from './service-model.generated.js';
/** What the operations take and answer: `KinesisApi.PutRecordsInput` and the rest of the model's structures. */
export type * as KinesisApi from './service-model.generated.js';
export { parseCredentialScope, type CredentialScope } from './sigv4/credential-scope.js';
export { signRequest, type SigningCredentials } from './sigv4/sign-request.js';
export type { SignedRequest } from './sigv4/signed-request.js';
export { SigningKeys } from './sigv4/signing-keys.js';
export {
  checkSigner,
  verifySignature,
  type Credential,
  type VerifiedSignature,
  type VerifyOptions,
} from './sigv4/verify-signature.js';
