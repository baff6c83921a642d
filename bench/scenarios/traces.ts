import { createStream } from '../bench-stream.js';
import { GOALS } from '../goals.js';
import { startShardwell } from '../running-server.js';
import type { Scenario } from '../scenario.js';
import { perCpuRatio, throughputInRounds, throughputTable } from '../throughput.js';
import { startTraceSink } from '../trace-sink.js';
import { putRecordLoad } from './put-record.js';

const SAMPLING = '0.01';

/** What traces cost a single put: one call of a hundred is traced, and its spans go to a collector. */
export const traces: Scenario = {
  name: 'traces',
  async run({ rounds, profileDir }) {
    await using sink = await startTraceSink();
    await using plain = await startShardwell({ durability: 'interval', name: 'no traces' });
    await using traced = await startShardwell({
      durability: 'interval',
      name: 'traces of 1 %',
      environment: { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, SHARDWELL_TRACE_SAMPLING: SAMPLING },
      profileDir,
    });
    for (const server of [plain, traced]) await createStream(server);
    const result = await throughputInRounds(
      'PutRecord, 100 B, traced',
      [plain, traced].map(putRecordLoad),
      rounds,
    );
    if (sink.exports() === 0) throw new Error('no traces came, so their cost was not measured');
    const kept = perCpuRatio(result, { of: traced.name, to: plain.name });
    return {
      tables: [throughputTable(result)],
      verdicts: [{ goal: GOALS.traces, seen: 100 * (1 - kept) }],
    };
  },
};
