import Table from 'cli-table3';
import { shownTable } from './figure-table.js';
import { isReached, type Verdict } from './goals.js';
import type { Findings } from './scenario.js';

export function report({ tables, verdicts }: Findings): string {
  return [...tables.map(shownTable), goalsTable(verdicts)].map((table) => `\n${table}\n`).join('');
}

function goalsTable(verdicts: readonly Verdict[]): string {
  const table = new Table({
    head: ['goal', 'to reach', 'seen', ''],
    colAligns: ['left', 'right', 'right', 'left'],
    style: { head: [], border: [] },
  });
  for (const verdict of verdicts) {
    const { goal, seen } = verdict;
    const bound = `${goal.isCeiling ? '≤' : '≥'} ${goal.goal} ${goal.unit}`;
    const digits = ['×', 'B', 'ms'].includes(goal.unit) ? 2 : 0;
    table.push([
      goal.what,
      bound,
      `${seen.toFixed(digits)} ${goal.unit}`,
      isReached(verdict) ? 'reached' : 'missed',
    ]);
  }
  return table.toString();
}
