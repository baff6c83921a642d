import { describe, expect, it } from '@jest/globals';
import { Health } from './health.js';

describe('Health', () => {
  it('is ready when there is nothing to wait for', () => {
    expect(new Health().readiness()).toEqual({ ready: true, checks: {} });
  });

  it('names every check and the reason of those that fail, as things stand now', () => {
    const health = new Health();
    let reason: string | undefined = 'the private Redis is starting';
    health.register('redis', () => reason);
    health.register('clock', () => undefined);
    expect(health.readiness()).toEqual({
      ready: false,
      checks: { redis: 'the private Redis is starting', clock: 'ok' },
    });
    reason = undefined;
    expect(health.readiness()).toEqual({ ready: true, checks: { redis: 'ok', clock: 'ok' } });
  });

  it('refuses a second check of the same name', () => {
    const health = new Health();
    health.register('redis', () => undefined);
    expect(() => health.register('redis', () => undefined)).toThrow(
      'There is a readiness check named redis already',
    );
  });
});
