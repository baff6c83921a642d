import { isAscii } from 'node:buffer';
import { serializationException } from './serialization-exception.js';

/**
 * Decodes the base64 texts of one JSON body, strictly, into one buffer of the request's own: a blob is a view of it.
 *
 * Node's decoder is lenient, but twenty times faster than any check in JavaScript. So it decodes, and the number of bytes
 * it made says whether it skipped anything. What remains to be looked at is what it does take and AWS does not: the URL
 * alphabet, characters beyond U+00FF by their low byte, and unused bits in the last character.
 */
export class Base64Decoder {
  private bytes: Buffer | undefined;
  private length = 0;
  private mayHoldWideCharacters = false;

  constructor(private readonly body: Buffer) {}

  /** @throws KinesisError SerializationException where the text is not base64 with padding. */
  decode(text: string): Uint8Array {
    const bytes = (this.bytes ??= this.begin());
    const expected = decodedLength(text);
    const written = bytes.write(text, this.length, 'base64');
    const isStrict =
      written === expected && !text.includes('-') && !text.includes('_') && !hasUnusedBits(text);
    if (!isStrict || (this.mayHoldWideCharacters && Buffer.byteLength(text) !== text.length))
      throw invalidCharacter(text);
    const start = this.length;
    this.length += written;
    return bytes.subarray(start, this.length);
  }

  /** All the texts together are not longer than the body. One look at it spares one at each of them. */
  private begin(): Buffer {
    this.mayHoldWideCharacters = !isAscii(this.body) || this.body.includes(ESCAPE);
    return Buffer.allocUnsafe(3 * Math.ceil(this.body.length / 4));
  }
}

const ESCAPE = '\\'.charCodeAt(0);
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** What a base64 text decodes to, by its length and padding alone. */
function decodedLength(text: string): number {
  if (text.length % 4 !== 0) {
    throw refused(text, `Base64 encoded length is expected a multiple of 4 bytes but found: ${text.length}`);
  }
  return 3 * (text.length / 4) - paddingOf(text);
}

function paddingOf(text: string): number {
  if (!text.endsWith('=')) return 0;
  return text.endsWith('==') ? 2 : 1;
}

/** Whether the last character carries bits that no byte takes: two texts must not mean one blob. */
function hasUnusedBits(text: string): boolean {
  const padding = paddingOf(text);
  if (padding === 0) return false;
  const last = ALPHABET.indexOf(text.charAt(text.length - padding - 1));
  return (last & (padding === 2 ? 0b1111 : 0b11)) !== 0;
}

function invalidCharacter(text: string): Error {
  const invalid = /[^A-Za-z0-9+/=]|=(?=[^=]|==)/.exec(text);
  // "dectected" is AWS's spelling.
  return refused(
    text,
    invalid ? `Invalid Base64 character: '${invalid[0]}'` : 'Invalid last non-pad Base64 character dectected',
  );
}

const QUOTED_CHARACTERS = 1024;

/** Source: recorded against AWS; long texts are cut here. */
function refused(text: string, why: string): Error {
  const quoted = text.length > QUOTED_CHARACTERS ? `${text.slice(0, QUOTED_CHARACTERS)}…` : text;
  return serializationException(`'${quoted}' can not be converted to a Blob: ${why}`);
}
