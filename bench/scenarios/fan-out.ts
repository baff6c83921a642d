import { createStream } from '../bench-stream.js';
import { cpuSeconds } from '../cpu-clock.js';
import { kinesisCall } from '../kinesis-call.js';
import { putRecordRequest } from '../kinesis-requests.js';
import { Flights } from '../push/flights.js';
import { atPace } from '../push/pace.js';
import { Producer } from '../push/producer.js';
import { RECORDS_PER_SECOND } from '../push/push-route.js';
import { recordReader, registerConsumer, subscribe } from '../push/subscriber.js';
import { startShardwell } from '../running-server.js';
import { signedBytes } from '../signed-request.js';
import type { Scenario } from '../scenario.js';
import { inRounds, median } from '../rounds.js';

const SUBSCRIBERS = 50;

/** What it costs the server to push one shard to many. */
export const fanOut: Scenario = {
  name: 'fan-out',
  async run({ rounds, profileDir }) {
    const title = `${SUBSCRIBERS} subscribers of a shard, ${RECORDS_PER_SECOND} records/s`;
    await using server = await startShardwell({ durability: 'interval', profileDir });
    const streamArn = await createStream(server, 1);
    await kinesisCall(server.port, 'UpdateAccountSettings', {
      MinimumThroughputBillingCommitment: { Status: 'ENABLED' },
    });
    const flights = new Flights();
    const read = recordReader((data) => flights.landed(data));
    await using stack = new AsyncDisposableStack();
    for (let n = 0; n < SUBSCRIBERS; n += 1) {
      const arn = await registerConsumer(server, streamArn, `bench-${n}`);
      // One reads what it gets; to read for all of them would keep this process busy, and it has to send.
      const subscription = await subscribe(server, arn, n === 0 ? read : () => undefined);
      stack.defer(() => subscription.close());
    }
    let producer: Producer | undefined;
    stack.defer(() => producer?.close());
    const count = (rounds.roundMs * RECORDS_PER_SECOND) / 1000;
    let requests: readonly Buffer[] = [];
    const contender = {
      name: server.name,
      prepare() {
        producer?.close();
        producer = new Producer(server);
        const records = flights.prepare(count);
        requests = records.map((data) => signedBytes(putRecordRequest({ data, partitionKey: 'a' })));
      },
      async run() {
        const cpuBefore = cpuSeconds(server.pid);
        const startedAt = performance.now();
        const send = (n: number): void => {
          flights.sent(n);
          producer?.send(requests[n] as Buffer);
        };
        await atPace(send, { perSecond: RECORDS_PER_SECOND, count });
        const latencies = await flights.landedAll(count);
        const cpu = cpuSeconds(server.pid) - cpuBefore;
        return { cpu, seconds: (performance.now() - startedAt) / 1000, p50Ms: median(latencies) };
      },
    };
    const seen = await inRounds([contender], {
      ...rounds,
      onProgress: (line) => rounds.onProgress(`${title}: ${line}`),
    });
    const each = seen.get(server.name) ?? [];
    return {
      tables: [
        {
          title,
          columns: ['% of a CPU', 'µs of CPU per record and subscriber', 'put to event, p50, ms'],
          digits: 2,
          rows: [
            {
              name: server.name,
              figures: [
                median(each.map(({ cpu, seconds }) => (100 * cpu) / seconds)),
                median(each.map(({ cpu }) => (1e6 * cpu) / (count * SUBSCRIBERS))),
                median(each.map(({ p50Ms }) => p50Ms)),
              ],
            },
          ],
        },
      ],
      verdicts: [],
    };
  },
};
