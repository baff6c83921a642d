import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { VirtualTimers } from '#lib/actor';
import { Wake } from './wake.js';

let timers: VirtualTimers;
let wake: Wake;
let woken: number;

beforeEach(() => {
  timers = new VirtualTimers();
  wake = new Wake(timers);
  woken = 0;
});

const wait = (mostMs: number): void => void wake.wait(mostMs).then(() => (woken += 1));

describe('a wake', () => {
  it('ends a wait with the turn in which it was raised, however often, and leaves no timer', async () => {
    wait(1000);
    await timers.settle();
    wake.raise();
    wake.raise();
    await Promise.resolve();
    expect(woken).toBe(0);
    await timers.settle();
    expect([woken, timers.pendingTimers]).toEqual([1, 0]);
  });

  it('remembers, once, that it was raised while nobody waited', async () => {
    wake.raise();
    wake.raise();
    wait(1000);
    await timers.settle();
    expect(woken).toBe(1);
    wait(1000);
    await timers.settle();
    expect(woken).toBe(1);
  });

  it('ends a wait by itself after a while', async () => {
    wait(1000);
    await timers.advance(999);
    expect(woken).toBe(0);
    await timers.advance(1);
    expect(woken).toBe(1);
  });

  it('is over soon where its time has passed, and asks no timer for a time before now', async () => {
    const after = jest.spyOn(timers, 'after');
    wait(-0.5);
    await timers.advance(0);
    expect([woken, after.mock.calls[0]?.[0]]).toEqual([1, 0]);
  });
});
