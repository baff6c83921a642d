import Table from 'cli-table3';
import { isReached, type Verdict } from './goals.js';
import type { Figures } from './rounds.js';

/** One scenario: what each contender did. */
export interface ScenarioResult {
  readonly title: string;
  readonly figures: ReadonlyMap<string, Figures>;
}

const rounded = (value: number): string => Math.round(value).toLocaleString('en-US');

export function scenarioTable({ title, figures }: ScenarioResult): string {
  const table = new Table({
    head: [title, 'records/s', 'per CPU-second', 'per CPU-second of Redis'],
    colAligns: ['left', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const [name, { recordsPerSecond, recordsPerCpuSecond, recordsPerRedisCpuSecond }] of figures) {
    const redis = recordsPerRedisCpuSecond === undefined ? '–' : rounded(recordsPerRedisCpuSecond);
    table.push([name, rounded(recordsPerSecond), rounded(recordsPerCpuSecond), redis]);
  }
  return table.toString();
}

export function goalsTable(verdicts: readonly Verdict[]): string {
  const table = new Table({
    head: ['goal', 'to reach', 'seen', ''],
    colAligns: ['left', 'right', 'right', 'left'],
    style: { head: [], border: [] },
  });
  for (const verdict of verdicts) {
    const { goal, seen } = verdict;
    const bound = `${goal.isCeiling ? '≤' : '≥'} ${goal.goal} ${goal.unit}`;
    const digits = goal.unit === '×' || goal.unit === 'B' ? 2 : 0;
    table.push([
      goal.what,
      bound,
      `${seen.toFixed(digits)} ${goal.unit}`,
      isReached(verdict) ? 'reached' : 'missed',
    ]);
  }
  return table.toString();
}
