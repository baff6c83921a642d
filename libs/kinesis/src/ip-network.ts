/** An address of IPv4 or IPv6 as a number. One of IPv4 that is written as IPv6 (`::ffff:10.0.0.1`) is one of IPv4. */
export interface IpAddress {
  /** 32 or 128. */
  readonly bits: number;
  readonly value: bigint;
}

/** All addresses that begin with the same bits: `10.0.0.0/8`, `2001:db8::/32`; without a length, one address. */
export interface IpNetwork extends IpAddress {
  readonly prefixBits: number;
}

const V4_BITS = 32;
const V6_BITS = 128;

/** @returns undefined where the text is no address. A zone (`fe80::1%br-1.100`), the name of an interface, is left out. */
export function parseIpAddress(text: string): IpAddress | undefined {
  const value = text.includes(':') ? parseV6(text.replace(/%[^%\s]+$/, '')) : parseV4(text);
  if (value === undefined) return undefined;
  if (!text.includes(':')) return { bits: V4_BITS, value };
  return value >> 32n === V4_MAPPED
    ? { bits: V4_BITS, value: value & 0xffff_ffffn }
    : { bits: V6_BITS, value };
}

/** The 96 bits before an address of IPv4 inside IPv6. Source: RFC 4291, section 2.5.5.2. */
const V4_MAPPED = 0xffffn;

/** @returns undefined where the text is no network. */
export function parseIpNetwork(text: string): IpNetwork | undefined {
  const [written = '', length, ...rest] = text.split('/');
  const address = parseIpAddress(written);
  if (!address || rest.length > 0) return undefined;
  if (length === undefined) return { ...address, prefixBits: address.bits };
  const prefixBits = /^\d{1,3}$/.test(length) ? Number(length) : Number.POSITIVE_INFINITY;
  return prefixBits <= address.bits ? { ...address, prefixBits } : undefined;
}

export function isInNetwork(address: IpAddress, network: IpNetwork): boolean {
  if (address.bits !== network.bits) return false;
  const free = BigInt(network.bits - network.prefixBits);
  return address.value >> free === network.value >> free;
}

function parseV4(text: string): bigint | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  const parts = match?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

const GROUPS = 8;

function parseV6(text: string): bigint | undefined {
  const halves = withoutV4(text)?.split('::');
  if (!halves || halves.length > 2) return undefined;
  const [front = [], back] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = GROUPS - front.length - (back?.length ?? 0);
  if (back ? missing < 1 : missing !== 0) return undefined;
  const groups = [...front, ...Array.from({ length: missing }, () => '0'), ...(back ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

/** The last 32 bits may be written as an address of IPv4. */
function withoutV4(text: string): string | undefined {
  const at = text.lastIndexOf(':') + 1;
  if (!text.includes('.', at)) return text;
  const v4 = parseV4(text.slice(at));
  return v4 === undefined
    ? undefined
    : `${text.slice(0, at)}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
}
