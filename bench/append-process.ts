import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { AppendDone, AppendOrder, AppendWay } from './append-worker.js';
import { NODE_OPTIONS, type RunningServer } from './running-server.js';
import type { RecordMover } from './throughput.js';

export interface AppendProcess extends AsyncDisposable {
  readonly movers: readonly RecordMover[];
}

/** The three ways of appending, in one process beside the Redis of a running server. */
export async function startAppendProcess({
  redisSocket = '',
  redisPid,
}: RunningServer): Promise<AppendProcess> {
  const worker = fork(resolve('dist/bench/append-worker.js'), [redisSocket], { execArgv: NODE_OPTIONS });
  await once(worker, 'message');
  const mover = (way: AppendWay): RecordMover => ({
    name: way,
    pid: worker.pid as number,
    redisPid,
    async move(forMs) {
      worker.send({ way, forMs } satisfies AppendOrder);
      const [done] = (await once(worker, 'message')) as [AppendDone];
      return done;
    },
  });
  return {
    movers: [mover('shard actor'), mover('raw packed XADD'), mover('raw XADD per record')],
    async [Symbol.asyncDispose]() {
      const exit = once(worker, 'exit');
      worker.disconnect();
      await exit;
    },
  };
}
