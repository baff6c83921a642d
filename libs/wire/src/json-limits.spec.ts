import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { beyondJsonLimits, JSON_LIMITS } from './json-limits.js';

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
const { depth, containers, names } = JSON_LIMITS;

describe('beyondJsonLimits', () => {
  it.each([
    ['depth', nested(depth), nested(depth + 1), 'is nested too deeply: more than 100 lists and objects'],
    ['lists', lists(containers), lists(containers + 1), 'has more than 200000 lists and objects'],
    ['members', members(names), members(names + 1), 'has more than 1000000 members'],
  ])('allows as much %s as the limit says, and no more', (_, allowed, refused, sentence) => {
    expect(beyondJsonLimits(Buffer.from(allowed))).toBeUndefined();
    expect(beyondJsonLimits(Buffer.from(refused))).toContain(sentence);
  });

  it.each(['[', '[],', '{"":', '{"":{},"', '{},', '[{"a":[],"b":0},'])(
    'refuses 15 MB of nothing but %s, long before their end',
    (marks) => {
      const body = Buffer.alloc(15_000_000, marks);
      body.fill(0xff, 8_000_000);
      expect(beyondJsonLimits(body)).toBeDefined();
    },
  );

  it('counts nothing inside of texts', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', '\\', '[', '{', ':', 'a', 'é', '\n'), maxLength: 200 }),
        (text) => {
          const body = Buffer.from(`[${JSON.stringify(text)},${nested(depth - 1)}]`);
          expect(beyondJsonLimits(body)).toBeUndefined();
          const beyond = Buffer.from(`[${JSON.stringify(text)},${nested(depth)}]`);
          expect(beyondJsonLimits(beyond)).toContain('too deeply');
        },
      ),
    );
  });

  it('agrees with the parser about everything that is JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), fc.constantFrom(97, 98, 99, 100), (text, around) => {
        const body = `${'['.repeat(around)}${text}${']'.repeat(around)}`;
        const isBeyond = sizeOf(JSON.parse(body)).depth > depth;
        expect(beyondJsonLimits(Buffer.from(body)) !== undefined).toBe(isBeyond);
      }),
    );
  });

  it.each(['"', '"\\', `"${'a'.repeat(100)}`, `"${'\\"'.repeat(100)}`, ']]]]', '', '\u0000'])(
    'has nothing to say about %j, which is no JSON',
    (text) => {
      expect(beyondJsonLimits(Buffer.from(text))).toBeUndefined();
    },
  );
});
