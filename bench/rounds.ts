/** Who takes turns with others under the same load. */
export interface Contender<Seen> {
  readonly name: string;
  /** Gets ready for a round, outside of what is measured. */
  readonly prepare?: (() => Promise<void> | void) | undefined;
  /** Where it is not a round that warms it up. */
  readonly warmUp?: ((forMs: number) => Promise<void>) | undefined;
  /** Works for about so long and says what was seen. */
  run(forMs: number): Promise<Seen>;
}

export interface RoundsOptions {
  readonly rounds: number;
  readonly roundMs: number;
  readonly warmUpMs: number;
  readonly onProgress: (line: string) => void;
}

/** Each contender in turn, round after round, so that a noisy minute hits them all; what each saw in its rounds. */
export async function inRounds<Seen>(
  contenders: readonly Contender<Seen>[],
  { rounds, roundMs, warmUpMs, onProgress }: RoundsOptions,
): Promise<ReadonlyMap<string, readonly Seen[]>> {
  for (const contender of contenders) {
    onProgress(`${contender.name} gets warm`);
    await contender.prepare?.();
    if (contender.warmUp) await contender.warmUp(warmUpMs);
    else await contender.run(warmUpMs);
  }
  const seen = new Map<string, Seen[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const contender of contenders) {
      onProgress(`round ${round} of ${rounds}: ${contender.name}`);
      await contender.prepare?.();
      seen.get(contender.name)?.push(await contender.run(roundMs));
    }
  }
  return seen;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
