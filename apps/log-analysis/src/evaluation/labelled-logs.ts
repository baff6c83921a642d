/** Log sets with the true group of each line, in the layout of Loghub-2k (gzip); the sets themselves are no part of this. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface LabelledLog {
  readonly system: string;
  readonly rawLines: readonly string[];
  /** The lines without their headers, as the set's authors cut them. */
  readonly contents: readonly string[];
  readonly groups: readonly string[];
}

/** The sets in `folder`, one subfolder each. */
export function labelledLogsIn(folder: string): readonly LabelledLog[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readLabelledLog(join(folder, name), name));
}

function readLabelledLog(folder: string, system: string): LabelledLog {
  const read = (suffix: string): string =>
    gunzipSync(readFileSync(join(folder, `${system}_2k.log${suffix}.gz`))).toString();
  const [header = [], ...rows] = parseCsv(read('_structured.csv'));
  const column = (name: string): readonly string[] => rows.map((row) => row[header.indexOf(name)] ?? '');
  return {
    system,
    rawLines: read('').trimEnd().split(/\r?\n/),
    contents: column('Content'),
    groups: column('EventId'),
  };
}

/** A field is quoted, with doubled quotes inside, or has neither comma nor line break. Source: RFC 4180. */
function parseCsv(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}
