import { cpuSeconds } from './cpu-clock.js';
import type { FigureTable } from './figure-table.js';
import { inRounds, median, type Contender, type RoundsOptions } from './rounds.js';

/** What a contender did in one round, or the medians over all of them. */
export interface Throughput {
  readonly recordsPerSecond: number;
  /** Records per second of CPU that the server's process used, all its threads. */
  readonly recordsPerCpuSecond: number;
  /** Records per second of CPU of the Redis behind it. */
  readonly recordsPerRedisCpuSecond?: number;
}

export interface Moved {
  readonly records: number;
  readonly seconds: number;
}

/** A process that moves records, and the processes whose CPU that takes. */
export interface RecordMover extends Pick<Contender<Throughput>, 'name' | 'prepare'> {
  readonly pid: number;
  readonly redisPid?: number | undefined;
  move(forMs: number): Promise<Moved>;
}

/** A title and medians by contender. */
export interface ThroughputResult {
  readonly title: string;
  readonly medians: ReadonlyMap<string, Throughput>;
}

export async function throughputInRounds(
  title: string,
  movers: readonly RecordMover[],
  { onProgress, ...options }: RoundsOptions,
): Promise<ThroughputResult> {
  const contenders = movers.map(contenderOf);
  const seen = await inRounds(contenders, {
    ...options,
    onProgress: (line) => onProgress(`${title}: ${line}`),
  });
  return { title, medians: new Map([...seen].map(([name, rounds]) => [name, mediansOf(rounds)])) };
}

export const perCpuSecond = ({ medians }: ThroughputResult, name: string): number =>
  (medians.get(name) as Throughput).recordsPerCpuSecond;

/** How many times more one contender does per CPU-second than another. */
export function perCpuRatio(
  result: ThroughputResult,
  { of, to }: { readonly of: string; readonly to: string },
): number {
  return perCpuSecond(result, of) / perCpuSecond(result, to);
}

export function throughputTable({ title, medians }: ThroughputResult): FigureTable {
  return {
    title,
    columns: ['records/s', 'per CPU-second', 'per CPU-second of Redis'],
    digits: 0,
    rows: [...medians].map(([name, seen]) => ({
      name,
      figures: [seen.recordsPerSecond, seen.recordsPerCpuSecond, seen.recordsPerRedisCpuSecond],
    })),
  };
}

function contenderOf({ name, prepare, pid, redisPid, move }: RecordMover): Contender<Throughput> {
  return {
    name,
    prepare,
    async run(forMs) {
      const cpuBefore = cpuSeconds(pid);
      const redisBefore = redisPid === undefined ? 0 : cpuSeconds(redisPid);
      const { records, seconds } = await move(forMs);
      return {
        recordsPerSecond: records / seconds,
        recordsPerCpuSecond: records / (cpuSeconds(pid) - cpuBefore),
        ...(redisPid === undefined
          ? {}
          : { recordsPerRedisCpuSecond: records / (cpuSeconds(redisPid) - redisBefore) }),
      };
    },
  };
}

function mediansOf(rounds: readonly Throughput[]): Throughput {
  const redis = rounds.map((each) => each.recordsPerRedisCpuSecond).filter((value) => value !== undefined);
  return {
    recordsPerSecond: median(rounds.map((each) => each.recordsPerSecond)),
    recordsPerCpuSecond: median(rounds.map((each) => each.recordsPerCpuSecond)),
    ...(redis.length === 0 ? {} : { recordsPerRedisCpuSecond: median(redis) }),
  };
}
