import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PRODUCER_SERVICE } from './producer-proto.js';
import { readinessHealth } from './readiness-health.js';

type Watch = Parameters<ReturnType<typeof readinessHealth>['watch']>[0];

/** As much of a call as the watch sees. */
class WatchCall extends EventEmitter {
  readonly statuses: string[] = [];
  readonly request: { readonly service: string };

  constructor(service: string) {
    super();
    this.request = { service };
  }

  write({ status }: { readonly status: string }): boolean {
    this.statuses.push(status);
    return true;
  }
}

let isReady = true;

function watch(service: string): WatchCall {
  const call = new WatchCall(service);
  readinessHealth(() => isReady).watch(call as unknown as Watch);
  return call;
}

beforeEach(() => {
  isReady = true;
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('those who watch', () => {
  it.each(['', PRODUCER_SERVICE])('learn of %j at once, and then of each change', (service) => {
    const call = watch(service);
    jest.advanceTimersByTime(5000);
    isReady = false;
    jest.advanceTimersByTime(5000);
    isReady = true;
    jest.advanceTimersByTime(5000);
    expect(call.statuses).toEqual(['SERVING', 'NOT_SERVING', 'SERVING']);
  });

  it('learn that there is no such service, and nothing more', () => {
    const call = watch('another');
    isReady = false;
    jest.advanceTimersByTime(5000);
    expect(call.statuses).toEqual(['SERVICE_UNKNOWN']);
  });

  it('leave no timer behind', () => {
    watch('').emit('cancelled');
    expect(jest.getTimerCount()).toBe(0);
  });
});
