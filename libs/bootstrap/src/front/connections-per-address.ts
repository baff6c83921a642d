import { isIPv4 } from 'node:net';

/**
 * How many connections each client has, by its IPv4 address, or by its /64 of IPv6: whoever has one IPv6 address has a
 * network of them.
 *
 * Invariants: no address has more than `most`; who has none is not remembered.
 */
export class ConnectionsPerAddress {
  readonly #counts = new Map<string, number>();

  constructor(private readonly most: number) {}

  /** Counts one more, unless the address has its most already: then undefined. @returns what gives it back, once. */
  admit(address: string): (() => void) | undefined {
    const client = clientOf(address);
    const count = this.#counts.get(client) ?? 0;
    if (count >= this.most) return undefined;
    this.#counts.set(client, count + 1);
    return () => this.#release(client);
  }

  #release(client: string): void {
    const left = (this.#counts.get(client) ?? 0) - 1;
    if (left > 0) this.#counts.set(client, left);
    else this.#counts.delete(client);
  }
}

const MAPPED_IPV4 = /^::ffff:(?=\d+\.)/i;
const GROUPS = 8;
const GROUPS_OF_NETWORK = 4;

/** The client that an address stands for: itself, or the first 64 bits of it. */
export function clientOf(address: string): string {
  const plain = address.replace(MAPPED_IPV4, '');
  if (isIPv4(plain)) return plain;
  const [before = '', after] = plain.replace(/%.*$/, '').split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after ? after.split(':') : [];
  const zeros = Array.from({ length: Math.max(0, GROUPS - head.length - tail.length) }, () => '0');
  return [...head, ...zeros, ...tail].slice(0, GROUPS_OF_NETWORK).join(':');
}
