// The data directory and who owns it: never two servers on one directory.
//
// The owner is named by the file `owner.<generation>` with the highest generation. A new owner links a complete file under
// the next generation; the file system refuses the second who tries. It is the idea of the shard log, on a disk.
//
// Invariants
// - The highest generation never goes down: an owner removes only older files, and a release rewrites its own.
// - A file appears with its whole content (link), so whoever reads one reads who it is.
// A crash leaves the owner's file behind; its process is dead, so the next start takes the next generation.
import { randomUUID } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { StartError } from '#lib/bootstrap';
import { identityOf, livenessOf, type ProcessIdentity } from './process-identity.js';

export interface DataDirectoryOptions {
  readonly path: string;
  /** Asked about an owner in another container, whose process cannot be seen from here: does it still serve? */
  readonly isServed: (directory: string) => Promise<boolean>;
}

/** A data directory that belongs to this process until it is released. */
export class DataDirectory {
  private constructor(
    /** Absolute and free of symbolic links. */
    readonly path: string,
    readonly generation: number,
  ) {}

  /** Creates the directory where it is missing and becomes its owner. @throws StartError naming a living owner. */
  static async claim({ path, isServed }: DataDirectoryOptions): Promise<DataDirectory> {
    const directory = makeDirectory(path);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const newest = newestGeneration(directory);
      const owner = readOwner(directory, newest);
      if (owner !== undefined) await refuseLivingOwner(owner, () => isServed(directory), directory);
      if (becomeOwner(directory, newest + 1)) return new DataDirectory(directory, newest + 1);
    }
    throw new StartError(
      `${directory} changed its owner ${MAX_ATTEMPTS} times while this server tried to take it.`,
    );
  }

  /** Lets the next server have the directory while this process still runs. */
  release(): void {
    const free = writeAside(this.path, {});
    renameSync(free, ownerFile(this.path, this.generation));
  }
}

const MAX_ATTEMPTS = 100;

function makeDirectory(path: string): string {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return realpathSync(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).message;
    throw new StartError(`The data directory cannot be made: ${reason}. Set SHARDWELL_DATA_DIR.`, {
      cause: error,
    });
  }
}

async function refuseLivingOwner(
  owner: ProcessIdentity,
  isServed: () => Promise<boolean>,
  directory: string,
): Promise<void> {
  const liveness = livenessOf(owner);
  if (liveness === 'dead' || (liveness === 'elsewhere' && !(await isServed()))) return;
  const place = liveness === 'elsewhere' ? ' of another container' : '';
  throw new StartError(
    `${directory} belongs to the Shardwell with pid ${owner.pid}${place}, which is running. ` +
      'Stop that one, or give this one a directory of its own in SHARDWELL_DATA_DIR.',
  );
}

/** False where somebody else was faster. */
function becomeOwner(directory: string, generation: number): boolean {
  const aside = writeAside(directory, identityOf(process.pid) ?? {});
  try {
    linkSync(aside, ownerFile(directory, generation));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(aside);
  }
  // Who slept between looking and linking may have used a generation that was taken, left and removed meanwhile.
  if (newestGeneration(directory) !== generation) {
    rmSync(ownerFile(directory, generation), { force: true });
    return false;
  }
  for (const older of generations(directory)) {
    if (older < generation) rmSync(ownerFile(directory, older), { force: true });
  }
  return true;
}

/** Undefined where there was none, or where it has released the directory. */
function readOwner(directory: string, generation: number): ProcessIdentity | undefined {
  if (generation === 0) return undefined;
  try {
    const owner = JSON.parse(
      readFileSync(ownerFile(directory, generation), 'utf8'),
    ) as Partial<ProcessIdentity>;
    return owner.pid === undefined ? undefined : (owner as ProcessIdentity);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // A newer owner removed it just now.
    throw new StartError(
      `${ownerFile(directory, generation)} is damaged. Remove it if no Shardwell is running.`,
    );
  }
}

function newestGeneration(directory: string): number {
  return Math.max(0, ...generations(directory));
}

function generations(directory: string): number[] {
  return readdirSync(directory).flatMap((name) => {
    const [, digits] = /^owner\.(\d+)$/.exec(name) ?? [];
    return digits === undefined ? [] : [Number(digits)];
  });
}

function ownerFile(directory: string, generation: number): string {
  return join(directory, `owner.${generation}`);
}

function writeAside(directory: string, content: object): string {
  const file = join(directory, `owner.${randomUUID()}.new`);
  writeFileSync(file, JSON.stringify(content), { flag: 'wx', mode: 0o600 });
  return file;
}
