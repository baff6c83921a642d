import type { Server } from '@grpc/grpc-js';

export interface GrpcAddress {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
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

/** Listens without TLS. @throws Error of grpc-js where the address cannot be listened on. */
export async function bindGrpcServer({ host, port }: GrpcAddress): Promise<BoundGrpcServer> {
  // Loaded late: most who import this library speak no gRPC.
  const { logVerbosity, Server, ServerCredentials, setLogVerbosity } = await import('@grpc/grpc-js');
  // What it would write to standard error comes as an error too.
  setLogVerbosity(logVerbosity.NONE);
  const server = new Server({
    'grpc.max_receive_message_length': MESSAGE_BYTES,
    'grpc.max_send_message_length': MESSAGE_BYTES,
    'grpc.max_concurrent_streams': CONCURRENT_CALLS,
    'grpc.keepalive_time_ms': KEEPALIVE_TIME_MS,
    'grpc.keepalive_timeout_ms': KEEPALIVE_TIMEOUT_MS,
  });
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, boundPort) => {
      if (error) reject(error);
      else resolve({ server, port: boundPort });
    });
  });
}

/** Takes no more calls, lets those in flight end within the limit, then cuts the rest off. */
export async function closeGrpcServer(server: Server, drainMs: number): Promise<void> {
  const cutOff = setTimeout(() => server.forceShutdown(), drainMs);
  await new Promise<void>((closed) => {
    server.tryShutdown(() => closed());
  });
  clearTimeout(cutOff);
}
