import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FileStateStore } from './file-state-store.js';

describe('the state store in a file', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shardwell-state-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('holds nothing before the first save', async () => {
    expect(await new FileStateStore(join(folder, 'none.json')).load()).toBeUndefined();
  });

  it('gives back what was saved last, also to another instance, and leaves no other file', async () => {
    const path = join(folder, 'deep', 'logs.json');
    const store = new FileStateStore(path);
    await store.save({ streamId: 's', positions: {}, state: 1 });
    const saved = { streamId: 's', positions: { a: { after: '9' } }, state: { lines: 2 } };
    await store.save(saved);
    expect(await new FileStateStore(path).load()).toEqual(saved);
    expect(await readdir(join(folder, 'deep'))).toEqual(['logs.json']);
  });

  it('saves what the document was when it was given, not what it becomes', async () => {
    const path = join(folder, 'logs.json');
    const state = { lines: 1 };
    const saving = new FileStateStore(path).save({ streamId: 's', positions: {}, state });
    state.lines = 2;
    await saving;
    expect((await new FileStateStore(path).load())?.state).toEqual({ lines: 1 });
  });

  it('refuses a later format, naming both', async () => {
    const path = join(folder, 'logs.json');
    await writeFile(path, JSON.stringify({ format: 2 }));
    await expect(new FileStateStore(path).load()).rejects.toThrow('is of format 2; this version reads 1');
  });
});
