import type { FigureTable } from './figure-table.js';
import type { Verdict } from './goals.js';
import type { RoundsOptions } from './rounds.js';

/** One thing that the bench measures. Each scenario starts the servers that it needs, and stops them. */
export interface Scenario {
  /** As `--only` names it. */
  readonly name: string;
  run(bench: Bench): Promise<Findings>;
}

/** What the command line says. */
export interface Bench {
  readonly rounds: RoundsOptions;
  /** Tells whoever waits. */
  readonly say: (line: string) => void;
  /** Where servers leave their CPU profiles; they make none without it. */
  readonly profileDir: string | undefined;
}

export interface Findings {
  readonly tables: readonly FigureTable[];
  readonly verdicts: readonly Verdict[];
}
