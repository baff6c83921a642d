import { describe, expect, it } from '@jest/globals';
import { parseInfo } from './redis-info.js';

describe('the answer of INFO', () => {
  it('is lines of names and values, under headings', () => {
    const info = parseInfo('# Server\r\nredis_version:7.0.15\r\nos:Linux 6.1 x86_64:n\r\n\r\n# Clients\r\n');
    expect([...info]).toEqual([
      ['redis_version', '7.0.15'],
      ['os', 'Linux 6.1 x86_64:n'],
    ]);
  });
});
