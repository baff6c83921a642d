import { httpLoad } from './http-load.js';
import type { RunningServer } from './running-server.js';
import { signedBytes, type KinesisRequest } from './signed-request.js';
import type { RecordMover } from './throughput.js';

/** A load on a server: each request moves so many records. */
export interface RequestLoad {
  /** Of the contender; the server's by default. */
  readonly name?: string;
  readonly requests: readonly KinesisRequest[];
  readonly connections: number;
  readonly recordsPerRequest: number;
}

/** Sends the requests again and again. They are signed anew before each round, for a signature gets old. */
export function requestLoad({ name, port, pid, redisPid }: RunningServer, load: RequestLoad): RecordMover {
  const { requests, connections, recordsPerRequest } = load;
  let signed: readonly Buffer[] = [];
  const request = (connection: number, n: number): Buffer =>
    signed[(connection * 7 + n) % signed.length] as Buffer;
  return {
    name: load.name ?? name,
    pid,
    redisPid,
    prepare() {
      signed = requests.map(signedBytes);
    },
    async move(forMs) {
      const { requests: done, seconds } = await httpLoad({ port, connections, request }, forMs);
      return { records: done * recordsPerRequest, seconds };
    },
  };
}
