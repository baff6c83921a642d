import { describe, expect, it } from '@jest/globals';
import { refusalOf } from './refusals.js';

// The texts of the server itself are asked from it in test/contract/redis-refusals.spec.ts; these need a second node,
// or a server at a moment that cannot be had on demand. Source: Redis 7.0.15, src/cluster.c and src/server.c.
describe('refusals of Redis that a lone server does not give', () => {
  it.each([
    'MOVED 3999 127.0.0.1:6381',
    'ASK 3999 127.0.0.1:6381',
    'LOADING Redis is loading the dataset in memory',
    "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
  ])('lose the connection, and leave open what was in flight: %s', (text) => {
    expect(refusalOf(text)).toEqual({ kind: 'unknown', losesConnection: true });
  });

  it.each([
    'CLUSTERDOWN The cluster is down',
    'TRYAGAIN Multiple keys request during rehashing of slot',
    'ERR something nobody has heard of yet',
  ])('mean that nothing was executed: %s', (text) => {
    expect(refusalOf(text)).toEqual({ kind: 'not-executed', losesConnection: false });
  });
});
