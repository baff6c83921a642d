// docs/configuration.md, made from the table: `npm run docs:configuration` writes it, a test compares it.
import { settings } from './config.js';
import type { Setting } from './setting.js';

/** The page that documents every setting, as Markdown in the layout prettier would give it. */
export function configurationPage(): string {
  const rows: readonly Setting<unknown>[] = Object.values(settings);
  const cells = [
    ['Variable', 'Default', 'Unit', 'Values', 'What it does'],
    ...rows.map((row) => [`\`${row.name}\``, fallback(row), row.unit, row.range, row.sentence]),
  ];
  return `${INTRODUCTION}\n${markdownTable(cells)}\n`;
}

const INTRODUCTION = `# Configuration

Shardwell is configured by environment variables alone. An unknown \`SHARDWELL_\` name or a value out of range stops
the start, and every problem is named at once.

This page is generated from \`libs/bootstrap/src/config.ts\` by \`npm run docs:configuration\`.
`;

function fallback(row: Setting<unknown>): string {
  return row.fallback === undefined ? 'none' : `\`${row.fallback}\``;
}

function markdownTable(cells: readonly (readonly string[])[]): string {
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
