import { cpuSeconds } from './cpu-clock.js';

/** One thing that is measured against others under the same load. */
export interface Contender {
  readonly name: string;
  readonly pid: number;
  readonly redisPid?: number | undefined;
  /** Works for about so long and says how many records it moved. */
  run(forMs: number): Promise<{ readonly records: number; readonly seconds: number }>;
}

/** What a contender did in one round, or the medians over all of them. */
export interface Figures {
  readonly recordsPerSecond: number;
  /** Records per second of CPU that the server's process used, all its threads. */
  readonly recordsPerCpuSecond: number;
  /** Records per second of CPU of the Redis behind it. */
  readonly recordsPerRedisCpuSecond?: number;
}

export interface RoundsOptions {
  readonly rounds: number;
  readonly roundMs: number;
  readonly warmUpMs: number;
  readonly onProgress: (line: string) => void;
}

/** Each contender in turn, round after round, so that a noisy minute hits them all; the medians over the rounds. */
export async function inRounds(
  contenders: readonly Contender[],
  { rounds, roundMs, warmUpMs, onProgress }: RoundsOptions,
): Promise<ReadonlyMap<string, Figures>> {
  for (const contender of contenders) await contender.run(warmUpMs);
  const seen = new Map<string, Figures[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const contender of contenders) {
      onProgress(`round ${round} of ${rounds}: ${contender.name}`);
      seen.get(contender.name)?.push(await oneRound(contender, roundMs));
    }
  }
  return new Map([...seen].map(([name, figures]) => [name, mediansOf(figures)]));
}

async function oneRound(contender: Contender, roundMs: number): Promise<Figures> {
  const { pid, redisPid } = contender;
  const cpuBefore = cpuSeconds(pid);
  const redisBefore = redisPid === undefined ? 0 : cpuSeconds(redisPid);
  const { records, seconds } = await contender.run(roundMs);
  return {
    recordsPerSecond: records / seconds,
    recordsPerCpuSecond: records / (cpuSeconds(pid) - cpuBefore),
    ...(redisPid === undefined
      ? {}
      : { recordsPerRedisCpuSecond: records / (cpuSeconds(redisPid) - redisBefore) }),
  };
}

function mediansOf(figures: readonly Figures[]): Figures {
  const redis = figures.map((each) => each.recordsPerRedisCpuSecond).filter((value) => value !== undefined);
  return {
    recordsPerSecond: median(figures.map((each) => each.recordsPerSecond)),
    recordsPerCpuSecond: median(figures.map((each) => each.recordsPerCpuSecond)),
    ...(redis.length === 0 ? {} : { recordsPerRedisCpuSecond: median(redis) }),
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
