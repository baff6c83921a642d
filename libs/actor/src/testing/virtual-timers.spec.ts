import { describe, expect, it } from '@jest/globals';
import { VirtualTimers } from './virtual-timers.js';

describe('virtual timers', () => {
  it('fire in order of their due time, and in order of their making within one instant', async () => {
    const timers = new VirtualTimers();
    const fired: string[] = [];
    for (const [delayMs, name] of [
      [20, 'c'],
      [10, 'a'],
      [10, 'b'],
      [31, 'late'],
    ] as const) {
      timers.after(delayMs, () => fired.push(`${name}@${timers.now()}`));
    }
    await timers.advance(30);
    expect(fired).toEqual(['a@10', 'b@10', 'c@20']);
    expect(timers.now()).toBe(30);
    expect(timers.pendingTimers).toBe(1);
  });

  it('fire timers that other timers set, as long as they fall due in time', async () => {
    const timers = new VirtualTimers();
    const firedMs: number[] = [];
    const tick = (): void => {
      firedMs.push(timers.now());
      timers.after(10, tick);
    };
    timers.after(10, tick);
    await timers.advance(35);
    expect(firedMs).toEqual([10, 20, 30]);
  });

  it('do not fire when they were cancelled', async () => {
    const timers = new VirtualTimers();
    let hasFired = false;
    const cancel = timers.after(10, () => (hasFired = true));
    cancel();
    cancel();
    await timers.advance(10);
    expect(hasFired).toBe(false);
    expect(timers.pendingTimers).toBe(0);
  });

  it('let long chains of promises and turns come to rest before time moves', async () => {
    const timers = new VirtualTimers();
    const seen: string[] = [];
    timers.after(1, () => seen.push('timer'));
    timers.endOfTurn(async () => {
      for (let hop = 0; hop < 1_000; hop += 1) await Promise.resolve();
      timers.endOfTurn(() => seen.push(`turn@${timers.now()}`));
    });
    await timers.advance(1);
    expect(seen).toEqual(['turn@0', 'timer']);
  });

  it('say so when something wakes itself for ever', async () => {
    const timers = new VirtualTimers();
    const again = (): void => timers.endOfTurn(again);
    again();
    await expect(timers.settle()).rejects.toThrow('no rest after');
  });
});
