// Where the bench finds a nats-server. Set-up loads this file alone, so it imports only Node.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where set-up unpacks Debian's package, in the project's folder. */
export const UNPACKED_NATS = join('node_modules', '.cache', 'nats-server');

/** Looks in the folders of `searchPath`, then where set-up unpacks it; undefined where there is none. */
export function findNatsServer(searchPath: string, root: string): string | undefined {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '');
  const unpacked = ['sbin', 'bin'].map((folder) => join(root, UNPACKED_NATS, 'usr', folder));
  return [...folders, ...unpacked].map((folder) => join(folder, 'nats-server')).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
