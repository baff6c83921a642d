import { describe, expect, it } from '@jest/globals';
import { describeTarget, newClient } from './redis-target.js';

const options = { connectionName: 'shardwell:host 1:größe', replyTimeoutMs: 100 };

describe('the way to Redis', () => {
  it('is described without the password', () => {
    expect(describeTarget({ url: 'rediss://user:secret@redis.example:6380/2' })).toBe(
      'rediss://user@redis.example:6380/2',
    );
    expect(describeTarget({ socketPath: '/run/redis.sock' })).toBe('/run/redis.sock');
  });

  it('takes everything a URL says', () => {
    const client = newClient({ url: 'rediss://user:secret@redis.example:6380/2' }, options);
    expect(client.options).toMatchObject({
      host: 'redis.example',
      port: 6380,
      username: 'user',
      password: 'secret',
      db: 2,
      tls: true,
    });
  });

  it('names the connection in letters that Redis takes', () => {
    expect(newClient({ socketPath: '/run/redis.sock' }, options).options).toMatchObject({
      path: '/run/redis.sock',
      connectionName: 'shardwell:host_1:gr__e',
    });
  });

  it('sends nothing twice and nothing later', () => {
    const { options: used } = newClient({ socketPath: '/run/redis.sock' }, options);
    expect(used).toMatchObject({
      autoResendUnfulfilledCommands: false,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      reconnectOnError: null,
    });
    expect(used.retryStrategy?.(1)).toBeNull();
  });
});
