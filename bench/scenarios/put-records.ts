import { createStream } from '../bench-stream.js';
import { GOALS } from '../goals.js';
import { BATCH_RECORDS, putRecordsRequests, RECORD_BYTES, type Encoding } from '../kinesis-requests.js';
import { primitivesShare, primitivesTable, startPrimitives } from '../primitives.js';
import { requestLoad } from '../request-load.js';
import { startKinesalite, startShardwell, type RunningServer } from '../running-server.js';
import type { Scenario } from '../scenario.js';
import { perCpuRatio, throughputInRounds, throughputTable, type RecordMover } from '../throughput.js';

const CONNECTIONS = 4;

/** Large puts: beside kinesalite, beside a server that verifies no signature, in CBOR, and beside their own primitives. */
export const putRecords: Scenario = {
  name: 'put-records',
  async run({ rounds, profileDir }) {
    await using kinesalite = await startKinesalite();
    await using interval = await startShardwell({ durability: 'interval', profileDir });
    await using disk = await startShardwell({ durability: 'disk' });
    await using unsigned = await startShardwell({
      durability: 'interval',
      auth: 'off',
      name: 'shardwell interval, signatures off',
    });
    await using primitives = await startPrimitives(putRecordsRequests());
    const servers = [kinesalite, interval, disk, unsigned];
    for (const server of servers) await createStream(server);
    const cbor = `${interval.name}, CBOR`;
    const title = `PutRecords, ${BATCH_RECORDS} × ${RECORD_BYTES} B`;
    const loads = [
      ...servers.map((server) => putRecordsLoad(server, { name: server.name, encoding: 'JSON' })),
      putRecordsLoad(interval, { name: cbor, encoding: 'CBOR' }),
    ];
    const result = await throughputInRounds(title, [...loads, ...primitives.movers], rounds);
    const ratio = (of: string, to: string): number => perCpuRatio(result, { of, to });
    const isLoad = ([name]: readonly [string, unknown]): boolean => loads.some((load) => load.name === name);
    return {
      tables: [
        throughputTable({ title, medians: new Map([...result.medians].filter(isLoad)) }),
        primitivesTable(result, interval.name),
      ],
      verdicts: [
        { goal: GOALS.putRecords, seen: ratio(interval.name, kinesalite.name) },
        { goal: GOALS.primitives, seen: primitivesShare(result, interval.name) },
        { goal: GOALS.putRecordsCbor, seen: 100 * ratio(cbor, interval.name) },
        { goal: GOALS.disk, seen: 100 * ratio(disk.name, interval.name) },
      ],
    };
  },
};

function putRecordsLoad(
  server: RunningServer,
  { name, encoding }: { readonly name: string; readonly encoding: Encoding },
): RecordMover {
  return requestLoad(server, {
    name,
    requests: putRecordsRequests(encoding),
    connections: CONNECTIONS,
    recordsPerRequest: BATCH_RECORDS,
  });
}
