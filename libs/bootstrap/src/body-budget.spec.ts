import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BodyBudget, type HeldBytes } from './body-budget.js';

const BUDGET = { bytes: 100, bytesPerAddress: 60 };

describe('the budget of bodies', () => {
  it('refuses what goes beyond the share of one client, and nobody else', () => {
    const budget = new BodyBudget(BUDGET);
    expect(budget.open('10.0.0.1').take(60)).toBe(true);
    expect(budget.open('10.0.0.1').take(1)).toBe(false);
    expect(budget.open('10.0.0.2').take(40)).toBe(true);
  });

  it('refuses what goes beyond the budget of all clients', () => {
    const budget = new BodyBudget(BUDGET);
    budget.open('10.0.0.1').take(60);
    expect(budget.open('10.0.0.2').take(41)).toBe(false);
    expect(budget.open('10.0.0.2').take(40)).toBe(true);
  });

  it('takes the addresses of one /64 of IPv6 for one client', () => {
    const budget = new BodyBudget(BUDGET);
    budget.open('2001:db8::1').take(60);
    expect(budget.open('2001:db8::2').take(1)).toBe(false);
    expect(budget.open('2001:db8:0:1::2').take(1)).toBe(true);
  });

  it.each<readonly [string, readonly ('answered' | 'closed')[], boolean]>([
    ['at the end of the handler, while the answer is on its way', ['answered'], false],
    ['at the end of the connection, while the handler is at work', ['closed'], false],
    ['after both', ['answered', 'closed'], true],
    ['after both, the connection first', ['closed', 'answered'], true],
    ['once', ['answered', 'answered', 'closed', 'closed'], true],
  ])('gives back %s', (_, steps, isGivenBack) => {
    const budget = new BodyBudget(BUDGET);
    const held = budget.open('10.0.0.1');
    held.take(60);
    for (const step of steps) held[step]();
    expect(budget.open('10.0.0.1').take(60)).toBe(isGivenBack);
    expect(budget.open('10.0.0.1').take(1)).toBe(false);
  });

  it('has all of its bytes when nobody holds any', () => {
    const step = fc.record({ client: fc.nat(3), bytes: fc.nat(50), isTaken: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const budget = new BodyBudget(BUDGET);
        const taken: HeldBytes[] = [];
        for (const { client, bytes, isTaken } of steps) {
          if (!isTaken) taken.pop()?.giveAllBack();
          const held = budget.open(`10.0.0.${client}`);
          held.take(bytes);
          taken.push(held);
        }
        for (const held of taken) held.giveAllBack();
        expect(budget.open('10.0.0.0').take(60)).toBe(true);
        expect(budget.open('10.0.0.1').take(40)).toBe(true);
      }),
    );
  });
});
