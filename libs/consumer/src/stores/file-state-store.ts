import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ConsumerDocument, StateStore } from '../state-store.js';

const FORMAT = 1;

/**
 * Keeps the document as one JSON file.
 *
 * Invariant: the file is always a whole document. A new one is written beside it, synced, and renamed over it; a crash
 * leaves the old document or the new one, and at worst the file beside it, which the next save replaces.
 */
export class FileStateStore implements StateStore {
  constructor(private readonly path: string) {}

  /** @throws Error where the file is of a later format or was changed by hand into something else. */
  async load(): Promise<ConsumerDocument | undefined> {
    const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    const { format, ...document } = JSON.parse(text) as ConsumerDocument & { readonly format: number };
    if (format !== FORMAT)
      throw new Error(`${this.path} is of format ${format}; this version reads ${FORMAT}`);
    return document;
  }

  async save(document: ConsumerDocument): Promise<void> {
    const text = JSON.stringify({ format: FORMAT, ...document });
    const folder = dirname(this.path);
    await mkdir(folder, { recursive: true });
    const beside = `${this.path}.next`;
    await writeSynced(beside, text);
    await rename(beside, this.path);
    await syncFolder(folder);
  }
}

async function writeSynced(path: string, text: string): Promise<void> {
  await using file = await open(path, 'w');
  await file.writeFile(text);
  await file.sync();
}

/** Without it the rename itself may not survive a power loss. */
async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path, 'r');
  await folder.sync();
}
