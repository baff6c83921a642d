import { createHash } from 'node:crypto';

/**
 * MD5 of short strings in plain code: for a key of one block (up to 55 bytes) it costs a fifth of `createHash`, whose
 * price is making the object. Longer keys and keys outside ASCII go to `node:crypto`.
 *
 * Source: RFC 1321.
 */
const BLOCK_MESSAGE_BYTES = 55;

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21] as const;
const SINES = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));
const block = new Int32Array(16);

/** Writes the digest of the text's UTF-8 bytes into `words`, as four big-endian 32-bit words. */
export function md5Into(words: Uint32Array, text: string): void {
  if (text.length > BLOCK_MESSAGE_BYTES || !fillBlock(text)) return md5ByCrypto(words, text);
  digestBlock(words);
}

/** Lays an ASCII text into the one block, padded. False where a character is not ASCII. */
function fillBlock(text: string): boolean {
  block.fill(0);
  const { length } = text;
  for (let i = 0; i < length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return false;
    block[i >> 2] = (block[i >> 2] as number) | (code << ((i & 3) << 3));
  }
  block[length >> 2] = (block[length >> 2] as number) | (0x80 << ((length & 3) << 3));
  block[14] = length << 3;
  return true;
}

function digestBlock(words: Uint32Array): void {
  let a = 0x67452301;
  let b = 0xefcdab89 | 0;
  let c = 0x98badcfe | 0;
  let d = 0x10325476;
  for (let i = 0; i < 64; i += 1) {
    const round = i >> 4;
    const mixed =
      round === 0
        ? (b & c) | (~b & d)
        : round === 1
          ? (b & d) | (c & ~d)
          : round === 2
            ? b ^ c ^ d
            : c ^ (b | ~d);
    const at =
      round === 0 ? i : round === 1 ? (5 * i + 1) & 15 : round === 2 ? (3 * i + 5) & 15 : (7 * i) & 15;
    const sum = (a + mixed + (SINES[i] as number) + (block[at] as number)) | 0;
    const shift = SHIFTS[(round << 2) | (i & 3)] as number;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
  }
  words[0] = swapBytes((a + 0x67452301) | 0);
  words[1] = swapBytes((b + (0xefcdab89 | 0)) | 0);
  words[2] = swapBytes((c + (0x98badcfe | 0)) | 0);
  words[3] = swapBytes((d + 0x10325476) | 0);
}

function swapBytes(word: number): number {
  return ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}

function md5ByCrypto(words: Uint32Array, text: string): void {
  const digest = createHash('md5').update(text, 'utf8').digest();
  for (let word = 0; word < 4; word += 1) words[word] = digest.readUInt32BE(4 * word);
}
