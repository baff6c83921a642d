import { describe, expect, it } from '@jest/globals';
import { clientOf, ConnectionsPerAddress } from './connections-per-address.js';

describe('connections per address', () => {
  it('admits as many as it may, and another when one was given back', () => {
    const connections = new ConnectionsPerAddress(2);
    const release = connections.admit('10.0.0.1');
    expect(connections.admit('10.0.0.1')).toBeDefined();
    expect(connections.admit('10.0.0.1')).toBeUndefined();
    release?.();
    expect(connections.admit('10.0.0.1')).toBeDefined();
    expect(connections.admit('10.0.0.1')).toBeUndefined();
  });

  it('counts each address by itself', () => {
    const connections = new ConnectionsPerAddress(1);
    expect(connections.admit('10.0.0.1')).toBeDefined();
    expect(connections.admit('10.0.0.2')).toBeDefined();
  });

  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::1', '0:0:0:0'],
    ['::', '0:0:0:0'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('takes %s for the client %s', (address, client) => {
    expect(clientOf(address)).toBe(client);
  });
});
