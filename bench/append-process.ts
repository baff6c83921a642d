import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { AppendDone, AppendOrder, AppendWay } from './append-worker.js';
import type { Contender } from './rounds.js';
import { NODE_OPTIONS, type RunningServer } from './running-server.js';

/** The three ways of appending, in one process beside the Redis of a running server. */
export async function startAppendProcess({ redisSocket = '', redisPid }: RunningServer): Promise<{
  readonly contenders: readonly Contender[];
  stop(): Promise<void>;
}> {
  const worker = fork(resolve('dist/bench/append-worker.js'), [redisSocket], { execArgv: NODE_OPTIONS });
  await once(worker, 'message');
  const contender = (way: AppendWay): Contender => ({
    name: way,
    pid: worker.pid as number,
    redisPid,
    async run(forMs) {
      worker.send({ way, forMs } satisfies AppendOrder);
      const [done] = (await once(worker, 'message')) as [AppendDone];
      return done;
    },
  });
  return {
    contenders: [contender('shard actor'), contender('raw packed XADD'), contender('raw XADD per record')],
    async stop() {
      const exit = once(worker, 'exit');
      worker.disconnect();
      await exit;
    },
  };
}
