import { randomUUID } from 'node:crypto';
import { ANYONE, KinesisError, type Principal } from '#lib/kinesis';
import type { OperationName } from '#lib/wire';
import type { Access } from '../access/access.js';
import { principalOfBearer } from '../access/principal-of-bearer.js';
import { plainAddress, type Caller } from '../caller.js';

/** What of a gRPC call says who calls. */
export interface GrpcCall {
  readonly metadata: { get(key: string): readonly (string | Buffer)[] };
  /** Address and port, or `unknown`. */
  getPeer(): string;
}

/** Who makes the calls of gRPC: whoever has the token that they bring, where tokens are asked for. */
export class GrpcCallers {
  /** Whether the door speaks TLS; then it speaks nothing else. A call of grpc-js knows it only of clients with certificates. */
  isSecure = false;

  constructor(private readonly access: Access) {}

  /** @throws KinesisError MissingAuthenticationTokenException, UnrecognizedClientException. */
  callerOf(call: GrpcCall, operation: OperationName): Caller {
    const { isStrict, principals, audit } = this.access;
    const { isSecure } = this;
    const anyone = new GrpcCaller({ call, principal: ANYONE, isSecure });
    if (!isStrict) return anyone;
    try {
      const authorization = call.metadata.get('authorization').map(String);
      const principal = principalOfBearer(authorization, principals);
      return new GrpcCaller({ call, principal, isSecure });
    } catch (error) {
      if (error instanceof KinesisError)
        audit.refused({ caller: anyone, action: `kinesis:${operation}`, result: error.code });
      throw error;
    }
  }
}

interface CallOf extends Pick<Caller, 'principal' | 'isSecure'> {
  readonly call: GrpcCall;
}

class GrpcCaller implements Caller {
  readonly accessKeyId = undefined;
  readonly door = 'grpc';
  readonly requestId = randomUUID();
  readonly principal: Principal;
  readonly isSecure: boolean;
  private readonly call: GrpcCall;

  constructor({ call, principal, isSecure }: CallOf) {
    this.call = call;
    this.principal = principal;
    this.isSecure = isSecure;
  }

  get sourceIp(): string {
    const peer = this.call.getPeer();
    const port = peer.lastIndexOf(':');
    return port < 0 ? '' : plainAddress(peer.slice(0, port));
  }

  get traceparent(): string | undefined {
    return this.call.metadata.get('traceparent')[0]?.toString();
  }
}
