/** `node dist/apps/log-analysis/src/evaluation/evaluate-grouping.js <folder>`: grouping accuracy on labelled logs, one setting for all. */
import { evolveTemplates, type LogTemplates, noTemplates } from '../log-templates.js';
import { groupsOf } from '../parse-tree.js';
import { groupingAccuracy } from './grouping-accuracy.js';
import { type LabelledLog, labelledLogsIn } from './labelled-logs.js';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('Name the folder with the labelled logs.\n');
  process.exit(2);
}
const logs = labelledLogsIn(folder);
const rows = logs.map((log) => ({ system: log.system, ...accuraciesOn(log) }));
const mean = { system: 'mean', content: meanOf('content'), raw: meanOf('raw') };
for (const { system, content, raw } of [...rows, mean]) {
  process.stdout.write(`${system.padEnd(12)} content ${content.toFixed(4)}  raw line ${raw.toFixed(4)}\n`);
}

function accuraciesOn({ contents, rawLines, groups }: LabelledLog): { content: number; raw: number } {
  return {
    content: groupingAccuracy(groupsAsFirstGiven(contents), groups),
    raw: groupingAccuracy(groupsAsFirstGiven(rawLines), groups),
  };
}

function groupsAsFirstGiven(lines: readonly string[]): readonly string[] {
  const state = noTemplates();
  return lines.map((text) => lastTemplateId(evolveTemplates(state, { text, arrivalMs: 0 })));
}

function lastTemplateId({ tree, lines }: LogTemplates): string {
  return groupsOf(tree).find(({ lastLine }) => lastLine === lines)?.id ?? '';
}

function meanOf(kind: 'content' | 'raw'): number {
  return rows.reduce((sum, row) => sum + row[kind], 0) / rows.length;
}
