import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandError } from './command-error.js';
import { openInputLines } from './input-lines.js';

describe('the lines of an input', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shardwell-input-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const linesOf = async (content: Uint8Array | string): Promise<readonly Buffer[]> => {
    const path = join(folder, 'input');
    await writeFile(path, content);
    return Array.fromAsync((await openInputLines(path)).lines);
  };
  const texts = async (content: Uint8Array | string): Promise<readonly string[]> =>
    (await linesOf(content)).map((line) => line.toString());

  it.each([
    ['of a file that ends with a line feed', 'a\nb\n', ['a', 'b']],
    ['of a file that does not', 'a\nb', ['a', 'b']],
    ['that end in Windows manner', 'a\r\nb\r\n', ['a', 'b']],
    ['that are empty', '\n\nb\n', ['', '', 'b']],
    ['of an empty file: none', '', []],
    ['of one byte', 'x', ['x']],
  ])('%s', async (_, content, lines) => {
    expect(await texts(content)).toEqual(lines);
  });

  it('are the same from a gzip file', async () => {
    expect(await texts(gzipSync('a\nb\n'))).toEqual(['a', 'b']);
  });

  it('keep bytes that are not UTF-8', async () => {
    expect(await linesOf(Buffer.from([0xff, 0xfe, 0x0a, 0x80]))).toEqual([
      Buffer.from([0xff, 0xfe]),
      Buffer.from([0x80]),
    ]);
  });

  it('cross the borders of what is read at once', async () => {
    const long = 'x'.repeat(200_000);
    expect(await texts(`${long}\n${long}`)).toEqual([long, long]);
  });

  it('of a cut gzip file are an error that names the file', async () => {
    await expect(linesOf(gzipSync('a\n'.repeat(1000)).subarray(0, 30))).rejects.toThrow(
      /input cannot be read: .*end/,
    );
  });

  it('of no file are an error that names it', async () => {
    await expect(openInputLines(join(folder, 'none'))).rejects.toThrow(CommandError);
  });
});
