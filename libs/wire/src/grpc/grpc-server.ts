import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server, ServerCredentials } from '@grpc/grpc-js';

export interface GrpcAddress {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** What TLS is spoken with; without it there is none. */
  readonly tls?: GrpcTls | undefined;
}

/** A certificate and its key, both PEM, that may change while the server runs. */
export interface GrpcTls {
  readonly pair: GrpcTlsPair;
  /** Tells of each change. */
  follow(follower: (pair: GrpcTlsPair) => void): unknown;
}

interface GrpcTlsPair {
  readonly cert: string;
  readonly key: string;
}

/** A server that listens and has no services yet. */
export interface BoundGrpcServer {
  readonly server: Server;
  /** The port that was really taken. */
  readonly port: number;
}

/** The largest request of the Kinesis API is 10 MiB of data; the rest is keys and framing. */
const MESSAGE_BYTES = 16 * 1024 * 1024;
/** A peer that is gone without a word is noticed within these two together. */
const KEEPALIVE_TIME_MS = 30_000;
const KEEPALIVE_TIMEOUT_MS = 10_000;
/** Of one connection. */
const CONCURRENT_CALLS = 1000;

/** Begins to listen. @throws Error of Node, with its code, where the address cannot be listened on. */
export async function bindGrpcServer({ host, port, tls }: GrpcAddress): Promise<BoundGrpcServer> {
  // Loaded late: most who import this library speak no gRPC.
  const { logVerbosity, Server, setLogVerbosity } = await import('@grpc/grpc-js');
  // What it would write to standard error comes as an error too.
  setLogVerbosity(logVerbosity.NONE);
  const server = new Server({
    'grpc.max_receive_message_length': MESSAGE_BYTES,
    'grpc.max_send_message_length': MESSAGE_BYTES,
    'grpc.max_concurrent_streams': CONCURRENT_CALLS,
    'grpc.keepalive_time_ms': KEEPALIVE_TIME_MS,
    'grpc.keepalive_timeout_ms': KEEPALIVE_TIMEOUT_MS,
  });
  await assertFree({ host, port });
  const credentials = await credentialsOf(tls);
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, boundPort) => {
      if (error) reject(error);
      else resolve({ server, port: boundPort });
    });
  });
}

/** grpc-js says only in words why it cannot listen; whoever tries before it hears a code. */
async function assertFree({ host, port }: GrpcAddress): Promise<void> {
  const probe = createServer().listen({ host, port });
  await once(probe, 'listening');
  probe.close();
  await once(probe, 'close');
}

async function credentialsOf(tls: GrpcTls | undefined): Promise<ServerCredentials> {
  const { ServerCredentials } = await import('@grpc/grpc-js');
  if (tls === undefined) return ServerCredentials.createInsecure();

  class ChangingCredentials extends ServerCredentials {
    constructor(source: GrpcTls) {
      super({}, { ...source.pair });
      source.follow((pair) => this.updateSecureContextOptions({ ...pair }));
    }

    override _equals(other: ServerCredentials): boolean {
      return this === other;
    }
  }

  return new ChangingCredentials(tls);
}

/** Takes no more calls, lets those in flight end within the limit, then cuts the rest off. */
export async function closeGrpcServer(server: Server, drainMs: number): Promise<void> {
  const cutOff = setTimeout(() => server.forceShutdown(), drainMs);
  await new Promise<void>((closed) => {
    server.tryShutdown(() => closed());
  });
  clearTimeout(cutOff);
}
