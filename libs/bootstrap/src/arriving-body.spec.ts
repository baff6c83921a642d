import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ArrivingBody, LARGE_BODY_BYTES } from './arriving-body.js';
import { BodyBudget } from './body-budget.js';

const MIB = 1024 * 1024;

function arriving({ bytes = 64 * MIB, expectedBytes = undefined as number | undefined } = {}) {
  const budget = new BodyBudget({ bytes, bytesPerAddress: bytes });
  const room = (): number => {
    const other = budget.open('other');
    let free = 0;
    for (let step = bytes; step >= 1; step = Math.floor(step / 2)) while (other.take(step)) free += step;
    other.giveAllBack();
    return free;
  };
  const looked: number[] = [];
  const body = new ArrivingBody({
    held: budget.open('client'),
    expectedBytes,
    limitBytes: 16 * MIB,
    tooLarge: () => new Error('too large'),
    beforeLarge: () => looked.push(room()),
  });
  return { body, looked, held: () => bytes - room() };
}

describe('an arriving body', () => {
  it('is what came, in whatever parts and with or without its length', () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 100_000 }), { maxLength: 8 });
    fc.assert(
      fc.property(parts, fc.boolean(), (sent, isAnnounced) => {
        const all = Buffer.concat(sent);
        const { body, held } = arriving(isAnnounced ? { expectedBytes: all.length } : {});
        for (const part of sent) body.add(Buffer.from(part));
        expect(body.bytes().equals(all)).toBe(true);
        expect(held()).toBeGreaterThanOrEqual(all.length);
      }),
      { numRuns: 50 },
    );
  });

  it.each([undefined, MIB])('holds no more than twice what came, of announced bytes %s', (expectedBytes) => {
    const { body, held } = arriving({ expectedBytes });
    for (let came = 0; came < MIB; came += 8192) {
      expect(held()).toBeLessThanOrEqual(Math.max(LARGE_BODY_BYTES, 2 * came));
      body.add(Buffer.alloc(8192));
    }
    expect(body.bytes()).toHaveLength(MIB);
    expect(held()).toBe(MIB);
  });

  it('costs what it has, also in parts of one byte', () => {
    const { body, held } = arriving();
    for (let i = 0; i < 100_000; i += 1) body.add(Buffer.of(i));
    expect(held()).toBeLessThan(200_000);
  });

  it('is refused where the budget has no more, as something to try again', () => {
    const { body } = arriving({ bytes: MIB });
    const flood = (): void => {
      for (;;) body.add(Buffer.alloc(100_000));
    };
    expect(flood).toThrow(expect.objectContaining({ statusCode: 503 }));
  });

  it('is looked at once before it is large, and refused when it is too large', () => {
    const { body, looked } = arriving();
    body.add(Buffer.alloc(LARGE_BODY_BYTES));
    expect(looked).toHaveLength(0);
    body.add(Buffer.of(0));
    body.add(Buffer.of(0));
    expect(looked).toHaveLength(1);
    expect(() => body.add(Buffer.alloc(16 * MIB))).toThrow('too large');
  });

  it('is refused as soon as its length is announced', () => {
    const { body, looked } = arriving({ expectedBytes: 16 * MIB + 1 });
    expect(() => body.expect()).toThrow('too large');
    expect(looked).toHaveLength(1);
  });
});
