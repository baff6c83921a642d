import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createStream } from '../bench-stream.js';
import { GOALS } from '../goals.js';
import { redisMemoryPerDataByte } from '../redis-memory.js';
import { startShardwell } from '../running-server.js';
import type { Scenario } from '../scenario.js';

/** What a byte of data takes in Redis, and what a shard takes that nobody uses. */
export const memory: Scenario = {
  name: 'memory',
  async run({ say }) {
    await using server = await startShardwell({ durability: 'interval' });
    await createStream(server);
    say('memory of Redis');
    const perDataByte = await redisMemoryPerDataByte(server);
    say('10,000 idle shards');
    const perShard = await idleShardBytes(server.redisSocket ?? '');
    return {
      tables: [],
      verdicts: [
        { goal: GOALS.memory, seen: perDataByte },
        { goal: GOALS.idleShard, seen: perShard },
      ],
    };
  },
};

async function idleShardBytes(redisSocket: string): Promise<number> {
  const child = fork(resolve('dist/bench/idle-shards.js'), [redisSocket], { execArgv: ['--expose-gc'] });
  const [{ bytesPerShard }] = (await once(child, 'message')) as [{ bytesPerShard: number }];
  await once(child, 'exit');
  return bytesPerShard;
}
