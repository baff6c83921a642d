import { describe, expect, it } from '@jest/globals';
import { EVENT_LOOP_TIMERS } from './event-loop-timers.js';

describe("Node's timers", () => {
  it('end a turn behind every promise of it', async () => {
    const order: string[] = [];
    await new Promise<void>((resolve) => {
      EVENT_LOOP_TIMERS.endOfTurn(() => {
        order.push('end of turn');
        resolve();
      });
      void Promise.resolve()
        .then(() => order.push('promise'))
        .then(() => order.push('promise of a promise'));
    });
    expect(order).toEqual(['promise', 'promise of a promise', 'end of turn']);
  });

  it('fire once, in the order of their time, unless they were cancelled', async () => {
    const fired: string[] = [];
    await new Promise<void>((resolve) => {
      EVENT_LOOP_TIMERS.after(2, resolve);
      EVENT_LOOP_TIMERS.after(1, () => fired.push('first'));
      const cancel = EVENT_LOOP_TIMERS.after(1, () => fired.push('cancelled'));
      cancel();
      cancel();
    });
    expect(fired).toEqual(['first']);
  });

  it('read a clock that does not go back', () => {
    const before = EVENT_LOOP_TIMERS.now();
    expect(EVENT_LOOP_TIMERS.now()).toBeGreaterThanOrEqual(before);
  });
});
