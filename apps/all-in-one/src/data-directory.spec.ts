import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StartError } from '#lib/bootstrap';
import { DataDirectory } from './data-directory.js';
import { identityOf } from './process-identity.js';

let path: string;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'shardwell-test-'));
});
afterEach(() => rmSync(path, { recursive: true }));

function claim(isServed = false): Promise<DataDirectory> {
  return DataDirectory.claim({ path, isServed: () => Promise.resolve(isServed) });
}

function writeOwner(generation: number, change: object): void {
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, `owner.${generation}`), JSON.stringify({ ...identityOf(process.pid), ...change }));
}

describe('DataDirectory', () => {
  it('makes the directory and gives its true path', async () => {
    const link = join(path, 'link');
    mkdirSync(join(path, 'real'));
    symlinkSync('real', link);
    const directory = await DataDirectory.claim({
      path: join(link, 'new'),
      isServed: () => Promise.resolve(false),
    });
    expect(directory.path).toBe(join(path, 'real', 'new'));
  });

  it('has one owner at a time, and names it to the second', async () => {
    await claim();
    await expect(claim()).rejects.toThrow(StartError);
    await expect(claim()).rejects.toThrow(
      `belongs to the Shardwell with pid ${process.pid}, which is running`,
    );
  });

  it('can be had again after it was released', async () => {
    const first = await claim();
    first.release();
    const second = await claim();
    expect(second.generation).toBe(first.generation + 1);
    await expect(claim()).rejects.toThrow(StartError);
  });

  it('gives only one of many who want it at once what they want', async () => {
    const claims = await Promise.allSettled(Array.from({ length: 20 }, () => claim()));
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each([
    ['whose pid means another process now', { startedAt: '1' }],
    ['of before the machine was started anew', { world: 'another-boot pid:[1]' }],
  ])('passes on from an owner %s', async (_, change) => {
    writeOwner(7, change);
    expect((await claim()).generation).toBe(8);
    expect(readdirSync(path)).toEqual(['owner.8']);
  });

  it('asks whether it is served when the owner is in another container', async () => {
    const [boot] = identityOf(process.pid)?.world.split(' ') ?? [];
    writeOwner(1, { world: `${boot} pid:[1]` });
    await expect(claim(true)).rejects.toThrow('of another container, which is running');
    expect((await claim(false)).generation).toBe(2);
  });

  describe('while somebody looks and has not yet taken', () => {
    /** Claims a directory whose owner seems gone; before it takes the next generation, others act. */
    function claimAfter(others: () => Promise<void>): Promise<DataDirectory> {
      const [boot] = identityOf(process.pid)?.world.split(' ') ?? [];
      writeOwner(1, { world: `${boot} pid:[1]` });
      return DataDirectory.claim({ path, isServed: () => others().then(() => false) });
    }

    it('is not taken from who was faster', async () => {
      const slow = claimAfter(async () => void (await claim()));
      await expect(slow).rejects.toThrow('which is running');
      expect(readdirSync(path)).toEqual(['owner.2']);
    });

    it('is not taken under a generation that others had, left and removed meanwhile', async () => {
      const slow = claimAfter(async () => {
        (await claim()).release();
        await claim();
      });
      await expect(slow).rejects.toThrow('which is running');
      expect(readdirSync(path)).toEqual(['owner.3']);
    });

    it('is taken when the others are gone again', async () => {
      const slow = claimAfter(async () => (await claim()).release());
      expect((await slow).generation).toBe(3);
    });
  });

  it('compares generations as numbers', async () => {
    writeOwner(9, { startedAt: '1' });
    writeOwner(10, {});
    await expect(claim()).rejects.toThrow(StartError);
  });

  it('stops at an owner file that cannot be read, rather than guess', async () => {
    writeFileSync(join(path, 'owner.1'), '{');
    await expect(claim()).rejects.toThrow('owner.1 is damaged');
  });

  it('says what to set when the directory cannot be made', async () => {
    writeFileSync(join(path, 'file'), '');
    const inFile = DataDirectory.claim({
      path: join(path, 'file', 'x'),
      isServed: () => Promise.resolve(false),
    });
    await expect(inFile).rejects.toThrow(/The data directory cannot be made: .* Set SHARDWELL_DATA_DIR\./);
  });
});
