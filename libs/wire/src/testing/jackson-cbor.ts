/**
 * CBOR as Jackson's `CBORGenerator` lays it down for AWS's SDK for Java: structures and lists of indefinite length, texts
 * and byte strings of known length up to a size, numbers in the fewest bytes, timestamps as tag 1 with a number.
 *
 * Source: jackson-dataformat-cbor 2.15, `CBORGenerator`; AWS SDK for Java 2, `SdkCborGenerator`.
 */
export const jackson = {
  object: (members: Readonly<Record<string, Buffer>>): Buffer =>
    Buffer.concat([
      Buffer.of(0xbf),
      ...Object.entries(members).flatMap(([name, value]) => [jackson.text(name), value]),
      Buffer.of(0xff),
    ]),

  list: (...elements: readonly Buffer[]): Buffer =>
    Buffer.concat([Buffer.of(0x9f), ...elements, Buffer.of(0xff)]),

  text(text: string): Buffer {
    const bytes = Buffer.from(text);
    if (text.length <= LONGEST_WHOLE_TEXT) return Buffer.concat([head(0x60, bytes.length), bytes]);
    const chunks = Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, i) =>
      bytes.subarray(CHUNK_BYTES * i, CHUNK_BYTES * (i + 1)),
    );
    const parts = chunks.flatMap((chunk) => [head(0x60, chunk.length), chunk]);
    return Buffer.concat([Buffer.of(0x7f), ...parts, Buffer.of(0xff)]);
  },

  blob: (bytes: Uint8Array): Buffer => Buffer.concat([head(0x40, bytes.length), bytes]),

  number: (value: number): Buffer => (value < 0 ? head(0x20, -1 - value) : head(0x00, value)),

  boolean: (value: boolean): Buffer => Buffer.of(value ? 0xf5 : 0xf4),

  timestamp: (ms: number): Buffer => Buffer.concat([Buffer.of(0xc1), jackson.number(ms)]),
};

/** Characters. */
const LONGEST_WHOLE_TEXT = 996;
const CHUNK_BYTES = 3996;

function head(type: number, value: number): Buffer {
  if (value < 24) return Buffer.of(type | value);
  if (value < 2 ** 8) return Buffer.of(type | 24, value);
  const size = value < 2 ** 16 ? 2 : value < 2 ** 32 ? 4 : 8;
  const bytes = Buffer.alloc(1 + size, 0);
  bytes[0] = type | { 2: 25, 4: 26, 8: 27 }[size];
  bytes.writeUIntBE(value, 1 + Math.max(0, size - 6), Math.min(size, 6));
  return bytes;
}
