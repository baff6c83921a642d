import { describe, expect, it } from '@jest/globals';
import { keyOfLine } from './partition-key.js';
import { putBatches } from './put-batches.js';

async function* lines(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

describe('batches to put', () => {
  it('hold 500 records at most', async () => {
    const batches = await Array.fromAsync(
      putBatches(lines(...Array.from({ length: 1001 }, String)), keyOfLine(undefined)),
    );
    expect(batches.map((batch) => batch.length)).toEqual([500, 500, 1]);
  });

  it('hold 4 MiB at most, and a larger record alone', async () => {
    const mebibyte = 'x'.repeat(1024 * 1024);
    const batches = await Array.fromAsync(
      putBatches(
        lines('a', mebibyte.repeat(5), mebibyte, mebibyte, mebibyte, mebibyte, 'b'),
        keyOfLine(undefined),
      ),
    );
    expect(batches.map((batch) => batch.length)).toEqual([1, 1, 4, 1]);
  });

  it('are none where there are no lines', async () => {
    expect(await Array.fromAsync(putBatches(lines(), keyOfLine(undefined)))).toEqual([]);
  });
});

describe('the key of a line', () => {
  const keyOf = (path: string | undefined, text: string): string => keyOfLine(path)(Buffer.from(text), 7);

  it.each([
    ['a text', 'card', '{"card":"4711"}', '4711'],
    ['a number', 'card', '{"card":4711}', '4711'],
    ['deep inside', 'customer.id', '{"customer":{"id":"c"}}', 'c'],
    ['in a list', 'ids.1', '{"ids":["a","b"]}', 'b'],
  ])('is %s', (_, path, text, key) => {
    expect(keyOf(path, text)).toBe(key);
  });

  it.each([
    ['is not there', '{}', 'line 7 has no text or number at --key card'],
    ['is inherited', '{}', 'line 7 has no text or number at --key constructor'],
    ['is an object', '{"card":{}}', 'line 7 has no text or number at --key card'],
    ['stands in no JSON', 'card=1', 'line 7 is not JSON'],
  ])('is refused where it %s', (_, text, sentence) => {
    const path = sentence.split(' ').at(-1) ?? '';
    expect(() => keyOf(path === 'JSON' ? 'card' : path, text)).toThrow(sentence);
  });

  it('is another one for each line where no path is given', () => {
    expect(keyOf(undefined, 'x')).not.toBe(keyOf(undefined, 'x'));
  });
});
