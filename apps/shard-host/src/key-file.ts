// The file of master keys: `{"keys": {"alias/aws/kinesis": "<32 bytes in base64>", …}}`.
//
// Invariants
// - Nobody but its owner may read it; otherwise it is refused, and so is everything that needs it.
// - It is made once, complete and on the disk before it is used, and never written again: further keys its user adds.
// A crash while it is made leaves a file `….new` beside it, which nobody reads.
import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DEFAULT_KEY_ID, KinesisError } from '#lib/kinesis';

/** By name. */
export type MasterKeys = ReadonlyMap<string, Buffer>;

export interface KeyFileOptions {
  readonly path: string;
  /** Whether a missing file may be made: not where something was encrypted already, since then it was lost. */
  readonly mayMake: () => boolean;
  /** Hears that the file was made. */
  readonly onMade?: (path: string) => void;
}

export const KEY_BYTES = 32;
const LONGEST_FILE_BYTES = 1024 * 1024;
const OWNER_ONLY = 0o600;
/** Of a file that belongs to root the process's group may read, as with secrets that a container is given. */
const OWNER_AND_GROUP = 0o640;

export class KeyFile {
  constructor(private readonly options: KeyFileOptions) {}

  /** @returns undefined where there is no file. @throws KinesisError KMSAccessDeniedException, KMSInvalidStateException. */
  async read(): Promise<MasterKeys | undefined> {
    const file = await this.openToRead();
    if (file === undefined) return undefined;
    try {
      await refuseOthers(file);
      return masterKeysIn(await textOf(file));
    } finally {
      await file.close();
    }
  }

  /** Makes the file, with one key. Whoever is second takes what the first one made. @throws as `read`; KMSNotFoundException. */
  async make(): Promise<MasterKeys> {
    const { path, mayMake, onMade } = this.options;
    if (!mayMake()) throw keyFileGone();
    const keys = { [DEFAULT_KEY_ID]: randomBytes(KEY_BYTES).toString('base64') };
    if (await writeOnce(path, `${JSON.stringify({ keys }, null, 2)}\n`)) onMade?.(path);
    const made = await this.read();
    if (made === undefined) throw keyFileGone();
    return made;
  }

  private async openToRead(): Promise<FileHandle | undefined> {
    try {
      return await open(this.options.path, 'r');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      throw new KinesisError('KMSAccessDeniedException', `${KEY_FILE} cannot be read: ${code}.`, {
        cause: error,
      });
    }
  }
}

/** As ssh and PostgreSQL do with theirs. Windows has other rights. */
async function refuseOthers(file: FileHandle): Promise<void> {
  const user = process.getuid?.();
  if (user === undefined) return;
  const { mode, uid } = await file.stat();
  const allowed = uid === 0 && user !== 0 ? OWNER_AND_GROUP : OWNER_ONLY;
  const rights = mode & 0o777;
  if ((rights & ~allowed) === 0) return;
  throw new KinesisError(
    'KMSAccessDeniedException',
    `${KEY_FILE} has mode ${rights.toString(8)}: others may use it. ` +
      `Type chmod ${allowed.toString(8)}, and consider its keys known to them.`,
  );
}

async function textOf(file: FileHandle): Promise<string> {
  const { size } = await file.stat();
  if (size > LONGEST_FILE_BYTES) throw damaged(`it has ${size} bytes`);
  return file.readFile('utf8');
}

function masterKeysIn(text: string): MasterKeys {
  const { keys } = objectIn(text);
  if (typeof keys !== 'object' || keys === null) throw damaged('it has no object "keys"');
  return new Map(Object.entries(keys).map(([name, encoded]) => [name, keyIn(name, encoded)]));
}

function objectIn(text: string): { readonly keys?: unknown } {
  try {
    return (JSON.parse(text) as { keys?: unknown } | null) ?? {};
  } catch {
    // The parser's own message would repeat a part of the text, which may be a key.
    throw damaged('it is no JSON');
  }
}

function keyIn(name: string, encoded: unknown): Buffer {
  const key = Buffer.from(typeof encoded === 'string' ? encoded : '', 'base64');
  if (key.length === KEY_BYTES && key.toString('base64') === encoded) return key;
  throw damaged(`key '${name}' is not ${KEY_BYTES} bytes in base64`);
}

/** @returns false where there is a file already. */
async function writeOnce(path: string, text: string): Promise<boolean> {
  const aside = `${path}.${randomUUID()}.new`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeThrough(aside, text);
    await link(aside, path);
    await syncDirectory(dirname(path));
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    throw new KinesisError('KMSInvalidStateException', `${KEY_FILE} cannot be made: ${code}.`, {
      cause: error,
    });
  } finally {
    await rm(aside, { force: true });
  }
}

async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', OWNER_ONLY);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What is encrypted next is lost without the file: its name must be on the disk too. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** What its messages call it: they reach clients, whom its path does not concern. */
const KEY_FILE = 'The key file (SHARDWELL_KEY_FILE)';

const damaged = (why: string): KinesisError =>
  new KinesisError('KMSInvalidStateException', `${KEY_FILE} is damaged: ${why}.`);

export const keyFileGone = (): KinesisError =>
  new KinesisError('KMSNotFoundException', `${KEY_FILE} is gone: bring it back from its copy.`);
