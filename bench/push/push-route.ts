import type { FigureTable } from '../figure-table.js';
import { inRounds, median, type Contender, type RoundsOptions } from '../rounds.js';
import { atPace } from './pace.js';
import { Flights } from './flights.js';

export const RECORDS_PER_SECOND = 1000;

/** A way from a producer by a server to a subscriber; it tells `flights` what lands. */
export interface PushRoute extends AsyncDisposable {
  readonly name: string;
  readonly flights: Flights;
  /** Works hard for a while, for a server that compiles while it runs. */
  warmUp?(forMs: number): Promise<void>;
  /** Makes what `send` sends. */
  load(records: readonly Buffer[]): void;
  /** Sends the n-th of them, and does not wait. */
  send(n: number): void;
}

/** From the call that sends a record until a subscriber has it; medians of the rounds. */
export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export async function latencyInRounds(
  title: string,
  routes: readonly PushRoute[],
  { onProgress, ...options }: RoundsOptions,
): Promise<ReadonlyMap<string, Latency>> {
  const contenders = routes.map((route) => contenderOf(route, options));
  const seen = await inRounds(contenders, {
    ...options,
    onProgress: (line) => onProgress(`${title}: ${line}`),
  });
  return new Map(
    [...seen].map(([name, rounds]) => [
      name,
      { p50Ms: median(rounds.map(({ p50Ms }) => p50Ms)), p99Ms: median(rounds.map(({ p99Ms }) => p99Ms)) },
    ]),
  );
}

export function latencyTable(title: string, latencies: ReadonlyMap<string, Latency>): FigureTable {
  return {
    title,
    columns: ['p50, ms', 'p99, ms'],
    digits: 3,
    rows: [...latencies].map(([name, { p50Ms, p99Ms }]) => ({ name, figures: [p50Ms, p99Ms] })),
  };
}

function contenderOf(route: PushRoute, { roundMs }: Pick<RoundsOptions, 'roundMs'>): Contender<Latency> {
  const count = (roundMs * RECORDS_PER_SECOND) / 1000;
  const run = async (): Promise<Latency> => {
    await atPace((n) => route.send(n), { perSecond: RECORDS_PER_SECOND, count });
    return latencyOf(await route.flights.landedAll(count));
  };
  const prepare = (): void => route.load(route.flights.prepare(count));
  return {
    name: route.name,
    prepare,
    async warmUp(forMs) {
      await route.warmUp?.(forMs);
      await run();
    },
    run,
  };
}

function latencyOf(latencies: readonly number[]): Latency {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))] as number;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}
