import { randomUUID } from 'node:crypto';
import { ANYONE, KinesisError, type Principal } from '#lib/kinesis';
import type { OperationName } from '#lib/wire';
import type { Access } from '../access/access.js';
import { principalOfBearer } from '../access/bearer-token.js';
import { plainAddress, type Caller } from '../caller.js';

/** What of a gRPC call says who calls. */
export interface GrpcCall {
  readonly metadata: { get(key: string): readonly (string | Buffer)[] };
  /** Address and port, or `unknown`. */
  getPeer(): string;
  getAuthContext(): { readonly transportSecurityType?: string };
}

/** Who makes the calls of gRPC: whoever has the token that they bring, where tokens are asked for. */
export class GrpcCallers {
  constructor(private readonly access: Access) {}

  /** @throws KinesisError MissingAuthenticationTokenException, UnrecognizedClientException. */
  callerOf(call: GrpcCall, operation: OperationName): Caller {
    const { isStrict, principals, audit } = this.access;
    const anyone = new GrpcCaller(call, ANYONE);
    if (!isStrict) return anyone;
    try {
      const [authorization] = call.metadata.get('authorization');
      return new GrpcCaller(call, principalOfBearer(authorization?.toString(), principals));
    } catch (error) {
      if (error instanceof KinesisError)
        audit.refused({ caller: anyone, action: `kinesis:${operation}`, result: error.code });
      throw error;
    }
  }
}

class GrpcCaller implements Caller {
  readonly accessKeyId = undefined;
  readonly door = 'grpc';
  readonly requestId = randomUUID();

  constructor(
    private readonly call: GrpcCall,
    readonly principal: Principal,
  ) {}

  get sourceIp(): string {
    const peer = this.call.getPeer();
    const port = peer.lastIndexOf(':');
    return port < 0 ? '' : plainAddress(peer.slice(0, port));
  }

  get traceparent(): string | undefined {
    return this.call.metadata.get('traceparent')[0]?.toString();
  }

  get isSecure(): boolean {
    return this.call.getAuthContext().transportSecurityType === 'ssl';
  }
}
