import { isUtf8 } from 'node:buffer';
import { serializationException } from '../serialization-exception.js';
import { memberNameAt } from './member-name.js';

/**
 * Reads a body that is one CBOR item: numbers, texts, booleans, `null`, lists and objects as JSON has them, and byte
 * strings as views of the body. Tags are passed over: what is a timestamp, the service model says.
 *
 * Invariants: a length is compared with the bytes that are left before anything is made of it; lists and objects grow by
 * what was really read; nesting and the number of items are bounded.
 *
 * Source: RFC 8949. Jackson, and with it AWS's SDK for Java, writes structures and lists of indefinite length.
 *
 * @throws KinesisError SerializationException where the body is not one whole CBOR item, or more than that.
 */
export function readCbor(body: Buffer): unknown {
  const reader = new CborReader(body);
  const value = reader.read(MOST_NESTING);
  reader.end();
  return value;
}

/** The API nests four deep. */
const MOST_NESTING = 32;
/** 500 records, with their names, are 5,000. */
const MOST_ITEMS = 50_000;

/** What an item is: the first three bits of its head. */
const NATURAL = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const LIST = 4;
const MAP = 5;
const TAG = 6;

/** The other five bits: up to 23 a number, from here on how it follows. */
const IN_1_BYTE = 24;
const IN_2_BYTES = 25;
const IN_4_BYTES = 26;
const IN_8_BYTES = 27;
/** No number: parts follow, and a break behind the last. */
const INDEFINITE = 31;
const BREAK = 0xff;

class CborReader {
  private at = 0;
  private itemsLeft = MOST_ITEMS;

  constructor(private readonly body: Buffer) {}

  /** @param nesting how deep lists and maps may stand in one another here. */
  read(nesting: number): unknown {
    for (;;) {
      const head = this.head();
      const info = head & 0x1f;
      switch (head >> 5) {
        case NATURAL:
          return this.number(info);
        case NEGATIVE:
          return -1 - this.number(info);
        case BYTES:
          return info === INDEFINITE ? this.joined(BYTES) : this.part(info);
        case TEXT:
          return this.text(info);
        case LIST:
          return this.list(info, this.deeper(nesting));
        case MAP:
          return this.map(info, this.deeper(nesting));
        case TAG:
          this.number(info);
          break;
        default:
          return this.simple(info);
      }
    }
  }

  /** @throws KinesisError SerializationException where bytes are left. */
  end(): void {
    const left = this.body.length - this.at;
    if (left > 0) throw this.refusal(`${left} bytes stand behind the item`);
  }

  private head(): number {
    if (this.itemsLeft === 0) throw this.refusal(`there are more than ${MOST_ITEMS} items`);
    this.itemsLeft -= 1;
    this.expect(1);
    const head = this.body[this.at] as number;
    this.at += 1;
    return head;
  }

  /** Beyond 2^53 it is the nearest double, as in JSON. */
  private number(info: number): number {
    if (info < IN_1_BYTE) return info;
    if (info > IN_8_BYTES) throw this.refusal('a number has no value');
    const size = 1 << (info - IN_1_BYTE);
    this.expect(size);
    const { body, at } = this;
    this.at += size;
    switch (info) {
      case IN_1_BYTE:
        return body[at] as number;
      case IN_2_BYTES:
        return body.readUInt16BE(at);
      case IN_4_BYTES:
        return body.readUInt32BE(at);
      default:
        return body.readUInt32BE(at) * 2 ** 32 + body.readUInt32BE(at + 4);
    }
  }

  /** The bytes of a string of known length. */
  private part(info: number): Buffer {
    const start = this.start(info);
    return this.body.subarray(start, this.at);
  }

  /** Passes over a string of known length and says where it began. */
  private start(info: number): number {
    const length = this.number(info);
    this.expect(length);
    const start = this.at;
    this.at += length;
    return start;
  }

  /** The parts of a string of indefinite length, which are strings of the same type and of known length. */
  private joined(type: typeof BYTES | typeof TEXT): Buffer {
    const parts: Buffer[] = [];
    while (!this.passesBreak()) {
      const head = this.head();
      if (head >> 5 !== type) throw this.refusal('a part of a string is of another type');
      parts.push(this.part(head & 0x1f));
    }
    return Buffer.concat(parts);
  }

  private text(info: number): string {
    if (info !== INDEFINITE) return this.textFrom(this.start(info));
    const bytes = this.joined(TEXT);
    if (!isUtf8(bytes)) throw this.refusal(NOT_UTF8);
    return bytes.toString('utf8');
  }

  /** Decoded leniently, different keys would become one, and none of them would be what the client sent. */
  private textFrom(start: number): string {
    const { body, at } = this;
    const text = body.toString('utf8', start, at);
    if (text.includes(REPLACEMENT) && !isUtf8(body.subarray(start, at))) throw this.refusal(NOT_UTF8);
    return text;
  }

  private list(info: number, nesting: number): unknown[] {
    const list: unknown[] = [];
    for (let left = this.count(info, 1); this.goesOn(left); left -= 1) list.push(this.read(nesting));
    return list;
  }

  private map(info: number, nesting: number): object {
    const fields: Record<string, unknown> = {};
    for (let left = this.count(info, 2); this.goesOn(left); left -= 1) {
      const name = this.name();
      const value = this.read(nesting);
      if (name === '__proto__') Object.defineProperty(fields, name, { value, ...OWN });
      else fields[name] = value;
    }
    return fields;
  }

  private name(): string {
    const head = this.head();
    if (head >> 5 !== TEXT) throw this.refusal('the name of a member is not a text');
    const info = head & 0x1f;
    if (info === INDEFINITE) return this.text(info);
    const start = this.start(info);
    return memberNameAt(this.body, start, this.at) ?? this.textFrom(start);
  }

  /** How many elements follow, each of so many items at least; infinitely many up to a break. */
  private count(info: number, items: 1 | 2): number {
    if (info === INDEFINITE) return Infinity;
    const count = this.number(info);
    this.expect(count * items);
    return count;
  }

  private goesOn(left: number): boolean {
    return left === Infinity ? !this.passesBreak() : left > 0;
  }

  private passesBreak(): boolean {
    if (this.body[this.at] !== BREAK) return false;
    this.at += 1;
    return true;
  }

  private deeper(nesting: number): number {
    if (nesting === 0) throw this.refusal(`lists and maps are nested more than ${MOST_NESTING} deep`);
    return nesting - 1;
  }

  /** What has no argument, and the floats: they are read by the size they have. */
  private simple(info: number): unknown {
    switch (info) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
      case 23:
        return null;
      case IN_2_BYTES:
        return halfFloat(this.number(info));
      case IN_4_BYTES:
        this.number(info);
        return this.body.readFloatBE(this.at - 4);
      case IN_8_BYTES:
        this.number(info);
        return this.body.readDoubleBE(this.at - 8);
      default:
        throw this.refusal(
          info === INDEFINITE ? 'a break stands where a value must' : 'a simple value is unknown',
        );
    }
  }

  private expect(bytes: number): void {
    const left = this.body.length - this.at;
    if (bytes > left) throw this.refusal(`${bytes} bytes are announced and ${left} are left`);
  }

  private refusal(why: string): Error {
    return serializationException(`The request body is not CBOR: at byte ${this.at} ${why}.`);
  }
}

const NOT_UTF8 = 'a text is not UTF-8';
/** What a decoder puts in place of what it cannot read; a client may send it too. */
const REPLACEMENT = '\ufffd';
/** As an assignment makes a member, which for this one name means another thing. */
const OWN = { writable: true, enumerable: true, configurable: true };

/** Source: RFC 8949, appendix D. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (fraction + 1024) * 2 ** (exponent - 25);
}
