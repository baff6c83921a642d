import type { Brand } from './brand.js';

/**
 * One incarnation of a stream: a stream that is deleted and made again under its name has another one.
 * `[a-z0-9]{20}-[a-z0-9]{3}`. Source: Kinesis service model, StreamId.
 */
export type StreamId = Brand<string, 'StreamId'>;

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
const LENGTH = 23;
const DASH_AT = 20;

/** Makes an id out of chance: some 118 bits of it, so that no two streams ever share one. */
export function newStreamId(randomBytes: (count: number) => Uint8Array): StreamId {
  const characters = Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]);
  return `${characters.slice(0, DASH_AT).join('')}-${characters.slice(DASH_AT).join('')}` as StreamId;
}
