import { GOALS, type Verdict } from '../goals.js';
import { startShardwell } from '../running-server.js';
import type { Bench, Scenario } from '../scenario.js';
import { jetstreamRoute } from '../push/jetstream-route.js';
import { kinesisRoute } from '../push/kinesis-route.js';
import { findNatsServer } from '../push/nats-binary.js';
import { startNatsServer, type NatsServer, type NatsServerOptions } from '../push/nats-server.js';
import { latencyInRounds, latencyTable, RECORDS_PER_SECOND, type Latency } from '../push/push-route.js';

const TITLE = `put to event, ${RECORDS_PER_SECOND} records/s`;

/** How soon a subscriber has what was put, beside JetStream at the like durability. */
export const push: Scenario = {
  name: 'push',
  async run({ rounds, say, profileDir }) {
    await using interval = await startShardwell({ durability: 'interval' });
    await using disk = await startShardwell({ durability: 'disk', profileDir });
    await using stack = new AsyncDisposableStack();
    const [lazy, synced] = await natsServers(say);
    const routes = [await kinesisRoute(interval), await kinesisRoute(disk)];
    for (const nats of [lazy, synced]) if (nats) routes.push(await jetstreamRoute(stack.use(nats)));
    for (const route of routes) stack.use(route);
    const latencies = await latencyInRounds(TITLE, routes, rounds);
    const of = (server: { readonly name: string } | undefined): Latency | undefined =>
      latencies.get(server?.name ?? '');
    return {
      tables: [latencyTable(TITLE, latencies)],
      verdicts: verdictsOf({
        interval: of(interval) as Latency,
        disk: of(disk) as Latency,
        lazy: of(lazy),
        synced: of(synced),
      }),
    };
  },
};

/** One that syncs every two minutes and one that syncs each write; undefined where that cannot be had. */
async function natsServers(say: Bench['say']): Promise<readonly (NatsServer | undefined)[]> {
  const file = findNatsServer(process.env['PATH'] ?? '', process.cwd());
  if (file === undefined) {
    say(`${TITLE}: without JetStream, for there is no nats-server (on Debian: apt-get install nats-server)`);
    return [];
  }
  const started = async (syncs: NatsServerOptions['syncs']): Promise<NatsServer | undefined> => {
    try {
      return await startNatsServer({ file, syncs });
    } catch (error) {
      say(`${TITLE}: without JetStream that syncs ${syncs}: ${String(error)}`);
      return undefined;
    }
  };
  return [await started('every 2 minutes'), await started('each write')];
}

interface Seen {
  readonly interval: Latency;
  readonly disk: Latency;
  readonly lazy: Latency | undefined;
  readonly synced: Latency | undefined;
}

function verdictsOf({ interval, disk, lazy, synced }: Seen): readonly Verdict[] {
  return [
    { goal: GOALS.pushLatency, seen: disk.p50Ms },
    ...(synced
      ? [
          { goal: GOALS.pushMedian, seen: disk.p50Ms / synced.p50Ms },
          { goal: GOALS.pushTail, seen: disk.p99Ms / synced.p99Ms },
        ]
      : []),
    ...(lazy ? [{ goal: GOALS.pushLazyMedian, seen: interval.p50Ms / lazy.p50Ms }] : []),
  ];
}
