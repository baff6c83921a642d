import { mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualTimers } from '#lib/actor';
import { eventually } from '../../../../test/eventually.js';
import { followAccessFile } from './followed-access-file.js';
import { READ_EVERY_MS } from './watched-file.js';

const SCOPE = { accountId: '000000000000', region: 'us-east-1' };
const SECRET = 'not-for-the-log';
const fileOf = (...names: readonly string[]) =>
  JSON.stringify({ principals: names.map((name) => ({ name, tokens: [`${SECRET}-${name}`] })) });

let folder: string;
let path: string;
let timers: VirtualTimers;
let heard: string[];
let logged: string[];
let stop: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shardwell-access-'));
  path = join(folder, 'access.json');
  timers = new VirtualTimers();
  heard = [];
  logged = [];
  stop = () => undefined;
});
afterEach(() => {
  stop();
  rmSync(folder, { recursive: true });
});

async function follow(): Promise<void> {
  const log = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  stop = await followAccessFile({
    path,
    scope: SCOPE,
    timers,
    logger: { info: log, error: log } as unknown as Parameters<typeof followAccessFile>[0]['logger'],
    onIdentities: (identities) => heard.push(identities.map(({ principal }) => principal.name).join()),
  });
}

/** Lets the file be read once more. */
async function look(): Promise<void> {
  await timers.advance(READ_EVERY_MS);
  await eventually(() => timers.pendingTimers === 1);
}

describe('an access file that is followed', () => {
  it('is read again when it was written over, renamed over, or led elsewhere', async () => {
    writeFileSync(path, fileOf('written'));
    await follow();
    writeFileSync(path, fileOf('over'));
    await look();
    writeFileSync(`${path}.new`, fileOf('renamed'));
    renameSync(`${path}.new`, path);
    await look();
    writeFileSync(join(folder, 'elsewhere'), fileOf('linked', 'two'));
    symlinkSync('elsewhere', `${path}.link`);
    renameSync(`${path}.link`, path);
    await look();
    expect(heard).toEqual(['written', 'over', 'renamed', 'linked,two']);
    expect(logged).toHaveLength(3);
    expect(logged.at(-1)).toContain('the access file was read again');
  });

  it('is told of only when it changes', async () => {
    writeFileSync(path, fileOf('same'));
    await follow();
    await look();
    await look();
    expect([heard, logged]).toEqual([['same'], []]);
  });

  it('holds on while it is broken or gone, and says why once', async () => {
    writeFileSync(path, fileOf('before'));
    await follow();
    writeFileSync(path, `{"principals": [{"tokens": ["${SECRET}"`);
    await look();
    await look();
    writeFileSync(path, '{"principals": [{"name": "a/b"}]}');
    await look();
    unlinkSync(path);
    await look();
    await look();
    expect(heard).toEqual(['before']);
    expect(logged).toEqual([
      expect.stringContaining('"problems":["The file is not JSON'),
      expect.stringContaining('principals.0.name: must be'),
      expect.stringContaining('ENOENT'),
    ]);
    expect(
      logged.every((line) => line.startsWith('the access file cannot be used; what it said before holds on')),
    ).toBe(true);
    expect(logged.join()).not.toContain(SECRET);
    writeFileSync(path, fileOf('after'));
    await look();
    expect(heard).toEqual(['before', 'after']);
  });

  it.each([
    ['is not there', undefined, 'ENOENT'],
    ['is broken', '{"principals": [{"name": "a/b"}, {"name": ""}]}', 'principals.1.name'],
  ])('stops the start where it %s, with every problem', async (_, text, problem) => {
    if (text !== undefined) writeFileSync(path, text);
    await expect(follow()).rejects.toThrow(
      expect.objectContaining({
        name: 'StartError',
        message: expect.stringMatching(
          new RegExp(`SHARDWELL_ACCESS_FILE\\) cannot be used:\\n[^]*${problem}`),
        ),
      }),
    );
    expect(timers.pendingTimers).toBe(0);
  });
});
