import { KinesisError } from '#lib/kinesis';
import {
  cborCodec,
  isOperationName,
  jsonCodec,
  SERVICE_MODEL,
  smithyCborCodec,
  type Codec,
  type OperationName,
  type ReadRequest,
} from '#lib/wire';

/** The ways of writing that are spoken at `/`, by content type. */
const CODECS = byContentType([jsonCodec, cborCodec]);
/** The same where the path names the operation. */
const RPC_CODECS = byContentType([smithyCborCodec]);

function byContentType(codecs: readonly Codec[]): ReadonlyMap<string, Codec> {
  return new Map(codecs.map((codec) => [codec.contentType, codec]));
}

/** What the HTTP request says, before anything of it was understood. */
export interface AwsRequest {
  readonly method: string;
  readonly contentType: string | undefined;
  /** `X-Amz-Target`, or what the path says in its place. */
  readonly target: string | undefined;
  /** Whether the path names the operation: Smithy's RPC v2 protocol. */
  readonly isRpc: boolean;
  readonly body: Buffer | undefined;
}

/** A request whose body was not looked at yet. */
export interface UnreadRequest {
  readonly codec: Codec;
  /** Undefined where it names none of the service model. */
  readonly operation: OperationName | undefined;
  readonly target: string | undefined;
  readonly body: Buffer;
}

/** A request that names an operation of the service model; its members were not looked at yet. */
export interface NamedRequest {
  readonly codec: Codec;
  readonly operation: OperationName;
  readonly request: ReadRequest;
}

/** A refusal before any codec was agreed on: AWS answers XML. */
export class UnreadableRequest extends Error {
  override readonly name = 'UnreadableRequest';

  constructor(
    readonly code: 'AccessDeniedException' | 'UnknownOperationException',
    readonly status: 403 | 404,
    message: string,
  ) {
    super(message);
  }
}

/** The codec that a request's content type names. */
export function codecOf({ contentType = '', isRpc }: AwsRequest): Codec | undefined {
  return (isRpc ? RPC_CODECS : CODECS).get(contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '');
}

/**
 * The codec of the answer to a request: its own, or else JSON; where there is no body either, AWS answers in CBOR.
 *
 * Source: recorded against AWS.
 */
export function answerCodecOf(aws: AwsRequest): Codec {
  if (aws.isRpc) return smithyCborCodec;
  return codecOf(aws) ?? (isThere(aws.body) ? jsonCodec : cborCodec);
}

function isThere(body: Buffer | undefined): body is Buffer {
  return body !== undefined && body.length > 0;
}

/**
 * Reads a request as far as the name of its operation, in AWS's order of checks: method, empty body, content type, body,
 * target. Authentication comes next, then types, constraints and the state of things.
 *
 * Source: recorded against AWS.
 *
 * @throws UnreadableRequest; KinesisError SerializationException, UnknownOperationException.
 */
export function namedRequest(aws: AwsRequest): NamedRequest {
  return readRequest(unreadRequest(aws));
}

/** The checks in front of the body. @throws as `namedRequest`. */
export function unreadRequest(aws: AwsRequest): UnreadRequest {
  if (aws.method !== 'POST') throw notDetermined();
  const codec = codecOf(aws);
  const operation = operationOf(aws.target);
  if (!isThere(aws.body)) {
    if (operation === undefined) throw unknownOperation(aws.target);
    throw new KinesisError('SerializationException', 'The request has no body.');
  }
  if (!codec) throw unknownContentType(aws);
  return { codec, operation, target: aws.target, body: aws.body };
}

/** The checks from the body on. @throws as `namedRequest`. */
export function readRequest({ codec, operation, target, body }: UnreadRequest): NamedRequest {
  const request = codec.read(body);
  if (operation === undefined) throw unknownOperation(target);
  return { codec, operation, request };
}

/** `Kinesis_20131202.PutRecord` names PutRecord. */
function operationOf(target = ''): OperationName | undefined {
  const dot = target.indexOf('.');
  const name = target.slice(dot + 1);
  return target.slice(0, Math.max(dot, 0)) === SERVICE_MODEL.targetPrefix && isOperationName(name)
    ? name
    : undefined;
}

function notDetermined(): UnreadableRequest {
  return new UnreadableRequest(
    'AccessDeniedException',
    403,
    'Unable to determine service/operation name to be authorized',
  );
}

/** Where the request names no operation either, AWS cannot say more than that. */
export function unknownContentType({ target, contentType = '', isRpc }: AwsRequest): UnreadableRequest {
  if (target === undefined) return notDetermined();
  return new UnreadableRequest(
    'UnknownOperationException',
    404,
    `Content-Type '${contentType}' is not one of ${[...(isRpc ? RPC_CODECS : CODECS).keys()].join(', ')}`,
  );
}

function unknownOperation(target: string | undefined): KinesisError {
  return new KinesisError(
    'UnknownOperationException',
    target === undefined
      ? 'X-Amz-Target is missing.'
      : `X-Amz-Target '${target}' names no operation of the Kinesis API.`,
  );
}
