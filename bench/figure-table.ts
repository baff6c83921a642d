import Table from 'cli-table3';

/** Figures as people read them. */
export interface FigureTable {
  readonly title: string;
  readonly columns: readonly string[];
  /** Behind the decimal point. */
  readonly digits: number;
  readonly rows: readonly FigureRow[];
}

export interface FigureRow {
  readonly name: string;
  /** One for each column; undefined where there is nothing to say. */
  readonly figures: readonly (number | undefined)[];
}

export function shownTable({ title, columns, digits, rows }: FigureTable): string {
  const table = new Table({
    head: [title, ...columns],
    colAligns: ['left', ...columns.map(() => 'right' as const)],
    style: { head: [], border: [] },
  });
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  for (const { name, figures } of rows)
    table.push([name, ...figures.map((figure) => figure?.toLocaleString('en-US', format) ?? '–')]);
  return table.toString();
}
