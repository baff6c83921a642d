import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Principal } from '#lib/kinesis';
import { parseCredentialScope } from '#lib/wire';

/** Who makes a call, and from where. */
export interface Caller {
  readonly principal: Principal;
  /** The access key that the request names; whose it is, is certain only where a signature was verified. */
  readonly accessKeyId: string | undefined;
  /** The address that the connection comes from; empty where it is gone already. */
  readonly sourceIp: string;
  /** Whether the connection is TLS. */
  readonly isSecure: boolean;
  readonly door: 'aws' | 'rest' | 'grpc';
  /** Answers over HTTP say it too. */
  readonly requestId: string;
  /** The header of W3C's Trace Context, as it was sent. */
  readonly traceparent?: string | undefined;
}

export interface HttpCall extends Pick<Caller, 'principal' | 'door'> {
  readonly raw: IncomingMessage;
  readonly requestId: string;
}

/** The caller of an HTTP request. Proxies are not believed: the address is the connection's. */
export class HttpCaller implements Caller {
  readonly principal: Principal;
  readonly door: Caller['door'];
  readonly requestId: string;
  private readonly raw: IncomingMessage;

  constructor({ principal, door, raw, requestId }: HttpCall) {
    this.principal = principal;
    this.door = door;
    this.raw = raw;
    this.requestId = requestId;
  }

  get accessKeyId(): string | undefined {
    return parseCredentialScope(this.raw.headers.authorization)?.accessKeyId;
  }

  get sourceIp(): string {
    return plainAddress(this.raw.socket.remoteAddress ?? '');
  }

  get traceparent(): string | undefined {
    const { traceparent } = this.raw.headers;
    return typeof traceparent === 'string' ? traceparent : undefined;
  }

  get isSecure(): boolean {
    return (this.raw.socket as Partial<TLSSocket>).encrypted === true;
  }
}

const V4_IN_V6 = '::ffff:';

/** A socket that takes both kinds of addresses writes those of IPv4 as IPv6. */
export function plainAddress(address: string): string {
  return address.startsWith(V4_IN_V6) ? address.slice(V4_IN_V6.length) : address;
}
