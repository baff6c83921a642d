import { describe, expect, it } from '@jest/globals';
import {
  RedisConnected,
  RedisConnectionLost,
  RedisConnectionRefused,
  RedisSafe,
  RedisUnsafe,
  RedisUnverified,
} from './redis-event.js';

const server = { version: '7.0.15', runId: 'a1' };
const error = new Error('ECONNREFUSED');

describe('events of Redis', () => {
  it.each([
    [new RedisConnected('w', 1, server), 'debug', { connection: 'w', number: 1, ...server }],
    [new RedisConnected('w', 2, server), 'info', { connection: 'w', number: 2, ...server }],
    [new RedisConnectionLost('w', 1, 'closed'), 'warn', { connection: 'w', number: 1, reason: 'closed' }],
    [new RedisConnectionRefused('w', error), 'warn', { connection: 'w', error }],
    [new RedisUnsafe(['appendonly is no']), 'error', { problems: ['appendonly is no'] }],
    [new RedisSafe(), 'info', {}],
    [new RedisUnverified(['appendonly']), 'warn', { settings: ['appendonly'] }],
  ] as const)('know their own log line: %j', (event, level, fields) => {
    expect(event.logLine).toMatchObject({ level, fields });
    expect(event.logLine.message).not.toBe('');
  });
});
