import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseExactJson, textOfScalar, writeExactJson } from './exact-json.js';

const rewritten = (text: string): string => writeExactJson(parseExactJson(Buffer.from(text))).toString();

describe('exact JSON', () => {
  it('comes out as it went in', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const compact = JSON.stringify(JSON.parse(text));
        expect(rewritten(compact)).toBe(compact);
      }),
    );
  });

  it.each([
    '12345678901234567890',
    '9007199254740993',
    '-0.1000000000000000055',
    '1e400',
    '[1E+2]',
    '{"a":100000000000000000001}',
  ])('keeps %s, which a double does not hold or writes otherwise', (text) => {
    expect(rewritten(text)).toBe(text);
  });

  it('keeps names that mean something to objects', () => {
    const text = '{"__proto__":{"constructor":1},"toString":2}';
    expect(rewritten(text)).toBe(text);
  });

  it.each<[string, Buffer, string]>([
    ['bytes that are no text', Buffer.from([0x22, 0xc3, 0x22]), 'Line 3 is not UTF-8.'],
    ['half a value', Buffer.from('{"a"'), 'Line 3 is not JSON: '],
    ['nothing', Buffer.alloc(0), 'Line 3 is not JSON: '],
    [
      'lists in one another, 101 of them',
      Buffer.from('['.repeat(101) + ']'.repeat(101)),
      'nested too deeply',
    ],
    [
      '25,001 objects',
      Buffer.from(`[${'{},'.repeat(25_000)}0]`),
      'Line 3 has more than 25000 lists and objects.',
    ],
  ])('is not %s', (_what, bytes, sentence) => {
    expect(() => parseExactJson(bytes, 'Line 3')).toThrow(sentence);
  });
});

describe('the text of a scalar', () => {
  it.each([
    ['"a"', 'a'],
    ['7', '7'],
    ['true', 'true'],
    ['98765432109876543210', '98765432109876543210'],
    ['null', undefined],
    ['{}', undefined],
    ['[]', undefined],
  ])('of %s is %s', (text, expected) => {
    expect(textOfScalar(parseExactJson(Buffer.from(text)))).toBe(expected);
  });
});
