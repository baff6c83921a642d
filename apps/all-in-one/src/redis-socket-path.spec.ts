import { chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { redisSocketPath } from './redis-socket-path.js';

const long = join('/data', 'x'.repeat(100));

const folders: string[] = [];

/** The socket of a directory whose path is too long; its folder is removed after the test. */
function moved(directory: string): string {
  const path = redisSocketPath(directory);
  folders.push(dirname(path));
  return path;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('redisSocketPath', () => {
  it('lies in the data directory while its path is short enough', () => {
    expect(redisSocketPath('/data')).toBe('/data/redis.sock');
  });

  it('counts bytes, not letters', () => {
    expect(redisSocketPath(`/${'x'.repeat(90)}`)).toBe(`/${'x'.repeat(90)}/redis.sock`);
    expect(dirname(moved(`/${'ü'.repeat(90)}`))).not.toContain('ü');
  });

  it('moves to the temporary folder otherwise, always to the same place for the same directory', () => {
    const path = moved(long);
    expect(path).toMatch(new RegExp(`^${tmpdir()}/shardwell-[0-9a-f]{16}/redis\\.sock$`));
    expect(Buffer.byteLength(path)).toBeLessThan(108);
    expect(moved(long)).toBe(path);
    expect(moved(`${long}y`)).not.toBe(path);
  });

  it('does not use a folder that others can write to', () => {
    const folder = dirname(moved(long));
    chmodSync(folder, 0o777);
    expect(() => redisSocketPath(long)).toThrow(`${folder} belongs to another user`);
  });
});
