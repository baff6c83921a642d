import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { stopOnSignals } from './stop-on-signals.js';

interface Stage {
  readonly signals: EventEmitter;
  readonly exits: number[];
  readonly reports: unknown[];
  readonly stopped: PromiseWithResolvers<void>;
  stops: number;
  clockMs: number;
}

function stage(): Stage {
  const it: Stage = {
    signals: new EventEmitter(),
    exits: [],
    reports: [],
    stopped: Promise.withResolvers<void>(),
    stops: 0,
    clockMs: 1000,
  };
  stopOnSignals({
    signals: it.signals,
    stop: () => {
      it.stops++;
      return it.stopped.promise;
    },
    exit: (code) => it.exits.push(code),
    now: () => it.clockMs,
    report: (error) => it.reports.push(error),
  });
  return it;
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('stopOnSignals', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])(
    'stops once on %s and exits with 0 when that is done',
    async (signal) => {
      const process = stage();
      process.signals.emit(signal, signal);
      expect(process).toMatchObject({ stops: 1, exits: [] });
      process.stopped.resolve();
      await jest.runAllTimersAsync();
      expect(process).toMatchObject({ stops: 1, exits: [0] });
    },
  );

  it('takes two signals within half a second for one: npm passes on what the terminal has sent already', () => {
    const process = stage();
    process.signals.emit('SIGINT', 'SIGINT');
    process.clockMs += 499;
    process.signals.emit('SIGINT', 'SIGINT');
    expect(process).toMatchObject({ stops: 1, exits: [] });
  });

  it('exits at once on a second signal, with the code that a shell gives to it', () => {
    const process = stage();
    process.signals.emit('SIGINT', 'SIGINT');
    process.clockMs += 500;
    process.signals.emit('SIGTERM', 'SIGTERM');
    expect(process).toMatchObject({ stops: 1, exits: [143] });
  });

  it('exits with 1 and says why when stopping fails', async () => {
    const process = stage();
    process.signals.emit('SIGTERM', 'SIGTERM');
    process.stopped.reject(new Error('Redis did not answer'));
    await jest.runAllTimersAsync();
    expect(process.exits).toEqual([1]);
    expect(process.reports).toEqual([new Error('Redis did not answer')]);
  });

  it('exits with 1 before ten seconds are over when stopping hangs', async () => {
    const process = stage();
    process.signals.emit('SIGTERM', 'SIGTERM');
    await jest.advanceTimersByTimeAsync(9999);
    expect(process.exits).toEqual([1]);
    expect(process.reports).toEqual([new Error('Stopping took longer than 9500 ms')]);
  });
});
