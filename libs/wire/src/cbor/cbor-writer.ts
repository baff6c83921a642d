/**
 * Writes CBOR into bytes that grow: maps and lists of known length, and every number in the fewest bytes.
 *
 * Source: RFC 8949.
 */
export class CborWriter {
  private bytes: Buffer;
  private length = 0;

  /** @param expectedBytes a guess; bytes that were guessed too few grow. */
  constructor(expectedBytes = 512) {
    this.bytes = Buffer.allocUnsafe(Math.max(expectedBytes, LONGEST_HEAD));
  }

  /** What was written; the writer is not used any more. */
  finish(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  /** @param value an integer of at most 53 bits. */
  integer(value: number): void {
    if (value < 0) this.head(NEGATIVE, -1 - value);
    else this.head(NATURAL, value);
  }

  /** A float of eight bytes. */
  float(value: number): void {
    this.reserve(LONGEST_HEAD);
    this.bytes[this.length] = FLOAT;
    this.length = this.bytes.writeDoubleBE(value, this.length + 1);
  }

  boolean(value: boolean): void {
    this.append(value ? TRUE : FALSE);
  }

  text(text: string): void {
    const length = Buffer.byteLength(text);
    this.head(TEXT, length);
    this.reserve(length);
    this.length += this.bytes.write(text, this.length, 'utf8');
  }

  /** A text that is there as UTF-8. */
  textOf(source: Buffer, start: number, end: number): void {
    this.head(TEXT, end - start);
    this.copy(source, start, end);
  }

  byteString(source: Uint8Array, start = 0, end = source.length): void {
    this.head(BYTES, end - start);
    this.copy(source, start, end);
  }

  /** @param length how many values follow. */
  list(length: number): void {
    this.head(LIST, length);
  }

  /** @param length how many pairs of a name and a value follow. */
  map(length: number): void {
    this.head(MAP, length);
  }

  /** Says what the next item is; see RFC 8949, section 3.4. */
  tag(number: number): void {
    this.head(TAG, number);
  }

  /** Items that were written before. */
  append(items: Uint8Array): void {
    this.copy(items, 0, items.length);
  }

  private copy(source: Uint8Array, start: number, end: number): void {
    this.reserve(end - start);
    this.bytes.set(start === 0 && end === source.length ? source : source.subarray(start, end), this.length);
    this.length += end - start;
  }

  private head(type: number, value: number): void {
    this.reserve(LONGEST_HEAD);
    const { bytes, length } = this;
    if (value < IN_1_BYTE) {
      bytes[length] = type | value;
      this.length += 1;
    } else if (value < 2 ** 8) {
      bytes[length] = type | IN_1_BYTE;
      this.length = bytes.writeUInt8(value, length + 1);
    } else if (value < 2 ** 16) {
      bytes[length] = type | IN_2_BYTES;
      this.length = bytes.writeUInt16BE(value, length + 1);
    } else if (value < 2 ** 32) {
      bytes[length] = type | IN_4_BYTES;
      this.length = bytes.writeUInt32BE(value, length + 1);
    } else {
      bytes[length] = type | IN_8_BYTES;
      bytes.writeUInt32BE(Math.floor(value / 2 ** 32), length + 1);
      this.length = bytes.writeUInt32BE(value >>> 0, length + 5);
    }
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * this.bytes.length + count);
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

/** What an item is: the first three bits of its head. */
const NATURAL = 0 << 5;
const NEGATIVE = 1 << 5;
const BYTES = 2 << 5;
const TEXT = 3 << 5;
const LIST = 4 << 5;
const MAP = 5 << 5;
const TAG = 6 << 5;

/** The other five bits: up to 23 a number, from here on how it follows. */
const IN_1_BYTE = 24;
const IN_2_BYTES = 25;
const IN_4_BYTES = 26;
const IN_8_BYTES = 27;
const LONGEST_HEAD = 9;

const FALSE = Buffer.of(0xf4);
const TRUE = Buffer.of(0xf5);
const FLOAT = 0xfb;
