import { randomUUID } from 'node:crypto';
import { ANYONE, KinesisError } from '#lib/kinesis';
import type { OperationName } from '#lib/wire';
import type { Access } from '../access/access.js';
import { principalOfBearer } from '../access/bearer-token.js';
import { plainAddress, type Caller } from '../caller.js';

/** What of a gRPC call says who calls. */
export interface GrpcCall {
  readonly metadata: { get(key: string): readonly (string | Buffer)[] };
  /** Address and port, or `unknown`. */
  getPeer(): string;
}

/** Who makes the calls of gRPC: whoever has the token that they bring, where tokens are asked for. */
export class GrpcCallers {
  constructor(private readonly access: Access) {}

  /** @throws KinesisError MissingAuthenticationTokenException, UnrecognizedClientException. */
  callerOf(call: GrpcCall, operation: OperationName): Caller {
    const { isStrict, principals, audit } = this.access;
    const anyone = callerBehind(call);
    if (!isStrict) return anyone;
    try {
      const [authorization] = call.metadata.get('authorization');
      return { ...anyone, principal: principalOfBearer(authorization?.toString(), principals) };
    } catch (error) {
      if (error instanceof KinesisError)
        audit.refused({ caller: anyone, action: `kinesis:${operation}`, result: error.code });
      throw error;
    }
  }
}

function callerBehind(call: GrpcCall): Caller {
  const peer = call.getPeer();
  const port = peer.lastIndexOf(':');
  return {
    principal: ANYONE,
    accessKeyId: undefined,
    sourceIp: port < 0 ? '' : plainAddress(peer.slice(0, port)),
    isSecure: false,
    door: 'grpc',
    requestId: randomUUID(),
  };
}
