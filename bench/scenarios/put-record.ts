import { createStream } from '../bench-stream.js';
import { GOALS } from '../goals.js';
import { putRecordRequests } from '../kinesis-requests.js';
import { requestLoad } from '../request-load.js';
import { startKinesalite, startShardwell, type RunningServer } from '../running-server.js';
import type { Scenario } from '../scenario.js';
import { perCpuRatio, throughputInRounds, throughputTable, type RecordMover } from '../throughput.js';

const CONNECTIONS = 32;

/** Single puts, beside kinesalite and beside a server that verifies no signature. */
export const putRecord: Scenario = {
  name: 'put-record',
  async run({ rounds, profileDir }) {
    await using kinesalite = await startKinesalite();
    await using interval = await startShardwell({ durability: 'interval', profileDir });
    await using disk = await startShardwell({ durability: 'disk' });
    await using unsigned = await startShardwell({
      durability: 'interval',
      auth: 'off',
      name: 'shardwell interval, signatures off',
    });
    const servers = [kinesalite, interval, disk, unsigned];
    for (const server of servers) await createStream(server);
    const result = await throughputInRounds('PutRecord, 100 B', servers.map(putRecordLoad), rounds);
    return {
      tables: [throughputTable(result)],
      verdicts: [
        { goal: GOALS.putRecord, seen: perCpuRatio(result, { of: interval.name, to: kinesalite.name }) },
      ],
    };
  },
};

export function putRecordLoad(server: RunningServer): RecordMover {
  return requestLoad(server, {
    requests: putRecordRequests(),
    connections: CONNECTIONS,
    recordsPerRequest: 1,
  });
}
