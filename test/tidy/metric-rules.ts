// What is measured is documented, and what is documented is measured.
import type { Project } from './project.js';
import type { Rule } from './rule.js';

const PAGE = 'docs/metrics.md';
const TABLE = 'apps/gateway/src/metrics/metric.ts';

export const METRIC_RULES: readonly Rule[] = [
  {
    name: 'every metric has its row in docs/metrics.md, and every row its metric',
    violations: undocumented,
    planted: [
      { [TABLE]: "  IncomingBytes: { unit: 'By', description: 'Bytes.' },", [PAGE]: '' },
      { [TABLE]: '', [PAGE]: '| `IncomingBytes` | `IncomingBytes_total` |' },
      { 'apps/gateway/src/a.ts': "meter.createObservableGauge('shardwell.calls')", [PAGE]: '' },
      { 'apps/gateway/src/a.ts': '', [PAGE]: '| `shardwell.calls` | `shardwell_calls_total` |' },
    ],
  },
  {
    name: 'docs/metrics.md writes the names of metrics as Prometheus gets them',
    violations: misspelt,
    planted: [{ [PAGE]: '| `PutRecord.Bytes` | `PutRecord.Bytes_total` |' }],
  },
];

function undocumented(project: Project): string[] {
  const measured = new Set([...kinesisMetrics(project), ...ownMetrics(project)]);
  const documented = new Set(rowsOf(project).map(({ metric }) => metric));
  return [
    ...[...measured].filter((name) => !documented.has(name)).map((name) => `${name} is not in ${PAGE}`),
    ...[...documented]
      .filter((name) => !measured.has(name))
      .map((name) => `${PAGE} lists ${name}, which nobody measures`),
  ];
}

/** The keys of the tables. */
function kinesisMetrics(project: Project): string[] {
  const keys = project.textOf(TABLE).matchAll(/^ {2}'?([A-Z][\w.]+)'?: (?:\{|STREAM_METRICS)/gm);
  return [...keys].map(([, name = '']) => name);
}

/** Names in the files that make instruments. */
function ownMetrics({ production }: Project): string[] {
  return production
    .filter(({ text }) => /\bmeter\b/.test(text))
    .flatMap(({ text }) => [...text.matchAll(/'((?:shardwell|nodejs|process)\.[a-z][\w.]+)'/g)])
    .map(([, name = '']) => name);
}

interface Row {
  readonly metric: string;
  readonly prometheus: string;
}

function rowsOf(project: Project): Row[] {
  const rows = project.textOf(PAGE).matchAll(/^\| `([\w.]+)` *\| `(\w+)`/gm);
  return [...rows].map(([, metric = '', prometheus = '']) => ({ metric, prometheus }));
}

function misspelt(project: Project): string[] {
  const rows = project.textOf(PAGE).matchAll(/^\| `([\w.]+)` *\| `([^`]*)`/gm);
  return [...rows]
    .filter(([, metric = '', prometheus = '']) => !isSpelling(metric, prometheus))
    .map(([, metric]) => `${PAGE} spells ${metric} otherwise for Prometheus`);
}

function isSpelling(metric: string, prometheus: string): boolean {
  const name = metric.replaceAll('.', '_');
  return ['', '_total', '_bucket'].some((ending) => prometheus === name + ending);
}
