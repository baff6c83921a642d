import { isIP } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isInNetwork, parseIpAddress, parseIpNetwork, type IpAddress, type IpNetwork } from './ip-network.js';

const contains = (network: string, address: string) =>
  isInNetwork(parseIpAddress(address) as IpAddress, parseIpNetwork(network) as IpNetwork);

describe('a network', () => {
  it.each([
    ['10.0.0.0/8', '10.255.1.2', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.1.2.3/8', '10.200.0.1', true],
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['192.0.2.0/31', '192.0.2.1', true],
    ['192.0.2.0/31', '192.0.2.2', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::1', false],
    ['::/0', '127.0.0.1', false],
    ['10.0.0.0/8', '::ffff:10.0.0.1', true],
    ['::ffff:10.0.0.0/8', '10.9.9.9', true],
    ['2001:db8::/32', '2001:db8:1::5', true],
    ['2001:db8::/32', '2001:db9::', false],
    ['::1', '::1', true],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['fe80::/10', 'fe80::1%br-0f3a9.100', true],
    ['2001:DB8::/33', '2001:db8:8000::', false],
  ])('%s has %s: %p', (network, address, isInside) => {
    expect(contains(network, address)).toBe(isInside);
  });

  it.each([
    '',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '::/129',
    '10.0/8',
    'all',
    '10.0.0.0/1e1',
  ])('is not %j', (text) => {
    expect(parseIpNetwork(text)).toBeUndefined();
  });
});

describe('an address', () => {
  it('is what Node takes for one', () => {
    const part = fc.constantFrom('', '0', '1', 'ffff', '10000', 'g', '1.2.3.4', '1.2.3', '256.1.1.1');
    const text = fc.oneof(
      fc.array(part, { maxLength: 9 }).map((parts) => parts.join(':')),
      fc.ipV4(),
      fc.ipV6(),
    );
    fc.assert(
      fc.property(text, (address) => {
        expect(parseIpAddress(address) !== undefined).toBe(isIP(address) !== 0);
      }),
      { numRuns: 2000 },
    );
  });
});
