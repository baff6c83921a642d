import { startAppendProcess } from '../append-process.js';
import { GOALS } from '../goals.js';
import { startShardwell } from '../running-server.js';
import type { Scenario } from '../scenario.js';
import { perCpuRatio, throughputInRounds, throughputTable } from '../throughput.js';

/** The append path alone, without HTTP, against Redis driven directly. */
export const append: Scenario = {
  name: 'append',
  async run({ rounds }) {
    await using server = await startShardwell({ durability: 'interval' });
    await using process = await startAppendProcess(server);
    const result = await throughputInRounds('append, 500 × 100 B', process.movers, rounds);
    const actorTo = (to: string): number => perCpuRatio(result, { of: 'shard actor', to });
    return {
      tables: [throughputTable(result)],
      verdicts: [
        { goal: GOALS.appendPacked, seen: 100 * actorTo('raw packed XADD') },
        { goal: GOALS.appendEach, seen: actorTo('raw XADD per record') },
      ],
    };
  },
};
