import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evolveStreamTemplates, linesOf, type LogRecord, noStreamTemplates } from './stream-templates.js';

const utf8 = new TextEncoder();

describe('linesOf', () => {
  it.each<readonly [what: string, data: string, lines: readonly string[]]>([
    ['one line', 'a', ['a']],
    ['an empty record', '', ['']],
    ['a line break alone', '\n', ['']],
    ['an ended line', 'a\n', ['a']],
    ['several lines', 'a\nb\r\nc', ['a', 'b', 'c']],
    ['blank lines between and at the end', 'a\n\nb\n\n', ['a', '', 'b', '']],
  ])('takes %s', (_what, data, lines) => {
    expect(linesOf(utf8.encode(data))).toEqual(lines);
  });

  it('takes bytes that are no text', () => {
    expect(linesOf(Uint8Array.of(0xff, 0x0a, 0x61))).toEqual(['\u{fffd}', 'a']);
  });
});

describe('evolveStreamTemplates', () => {
  const records = (shardId: string): fc.Arbitrary<readonly LogRecord[]> =>
    fc.array(
      fc.record({
        shardId: fc.constant(shardId),
        data: fc
          .constantFrom('user alice left', 'user bob left', 'user bob came\nin 3 ms', '', 'disk 7 full')
          .map((text) => utf8.encode(text)),
        arrivalMs: fc.integer({ min: 0, max: 3_600_000 }),
      }),
      { maxLength: 30 },
    );

  it('gives the same state, whatever the turns of the shards', () => {
    fc.assert(
      fc.property(records('shard-a'), records('shard-b'), fc.infiniteStream(fc.boolean()), (a, b, turns) => {
        const oneAfterTheOther = [...b, ...a].reduce(evolveStreamTemplates, noStreamTemplates());
        const inTurns = interleave([...a], [...b], turns).reduce(evolveStreamTemplates, noStreamTemplates());
        expect(JSON.stringify(inTurns)).toBe(JSON.stringify(oneAfterTheOther));
        expect(Object.keys(inTurns.shards)).toEqual(Object.keys(inTurns.shards).toSorted());
      }),
    );
  });

  function interleave(a: LogRecord[], b: LogRecord[], turns: Iterator<boolean>): readonly LogRecord[] {
    const records: LogRecord[] = [];
    while (a.length > 0 && b.length > 0) records.push(...(turns.next().value ? a : b).splice(0, 1));
    return [...records, ...a, ...b];
  }
});
