import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { beyondJsonLimits, RECORDS_LIMITS, REQUEST_LIMITS } from './json-limits.js';

/** What the limits are about, counted by the parser itself. */
function sizeOf(value: unknown): {
  readonly depth: number;
  readonly containers: number;
  readonly names: number;
} {
  if (typeof value !== 'object' || value === null) return { depth: 0, containers: 0, names: 0 };
  const inner = Object.values(value).map(sizeOf);
  return {
    depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
    containers: inner.reduce((sum, { containers }) => sum + containers, 1),
    names: inner.reduce((sum, { names }) => sum + names, Array.isArray(value) ? 0 : inner.length),
  };
}

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const lists = (count: number): string => `[${Array.from({ length: count - 1 }, () => '[]').join()}]`;
const members = (count: number): string => `{${Array.from({ length: count }, () => '"":1').join()}}`;
const ones = (count: number): string => `[${Array.from({ length: count }, () => '1').join()}]`;
const { depth } = REQUEST_LIMITS;
const beyond = (body: Buffer): string | undefined => beyondJsonLimits(body, REQUEST_LIMITS);

describe('beyondJsonLimits', () => {
  it.each([REQUEST_LIMITS, RECORDS_LIMITS])('allows as much as the limits say, and no more: %j', (limits) => {
    const few = (limit: keyof typeof limits) => ({
      ...limits,
      values: Number.MAX_VALUE,
      [limit]: limits[limit],
    });
    for (const [limit, write, sentence] of [
      ['depth', nested, 'is nested too deeply: more than 100 lists and objects'],
      ['containers', lists, `has more than ${limits.containers} lists and objects`],
      ['names', members, `has more than ${limits.names} members`],
      ['values', ones, `has more than ${limits.values} values`],
    ] as const) {
      const most = limits[limit];
      expect(beyondJsonLimits(Buffer.from(write(most)), few(limit))).toBeUndefined();
      expect(beyondJsonLimits(Buffer.from(write(most + 1)), few(limit))).toContain(sentence);
    }
  });

  it.each(['[', '[],', '1,', '"a",', '{"":', '{"":{},"', '{},', '[{"a":[],"b":0},'])(
    'refuses 15 MB of nothing but %s, long before their end',
    (marks) => {
      const body = Buffer.alloc(15_000_000, marks);
      body.fill(0xff, 8_000_000);
      expect(beyond(body)).toBeDefined();
    },
  );

  it('counts nothing inside of texts', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', '\\', '[', '{', ':', ',', 'a', 'é', '\n'), maxLength: 200 }),
        (text) => {
          const body = Buffer.from(`[${JSON.stringify(text)},${nested(depth - 1)}]`);
          expect(beyond(body)).toBeUndefined();
          const deeper = Buffer.from(`[${JSON.stringify(text)},${nested(depth)}]`);
          expect(beyond(deeper)).toContain('too deeply');
        },
      ),
    );
  });

  it('agrees with the parser about everything that is JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), fc.constantFrom(97, 98, 99, 100), (text, around) => {
        const body = `${'['.repeat(around)}${text}${']'.repeat(around)}`;
        const isBeyond = sizeOf(JSON.parse(body)).depth > depth;
        expect(beyond(Buffer.from(body)) !== undefined).toBe(isBeyond);
      }),
    );
  });

  it.each(['"', '"\\', `"${'a'.repeat(100)}`, `"${'\\"'.repeat(100)}`, ']]]]', '', '\u0000'])(
    'has nothing to say about %j, which is no JSON',
    (text) => {
      expect(beyond(Buffer.from(text))).toBeUndefined();
    },
  );
});
