import { CborWriter } from '../cbor/cbor-writer.js';

/** A value as a client may send it, in whatever codec: bytes stay bytes, timestamps are milliseconds. */
export type Sent =
  string | number | boolean | null | Uint8Array | readonly Sent[] | { readonly [name: string]: Sent };

/** As JSON 1.1 carries it. */
export function inJson(input: Sent): Buffer {
  return Buffer.from(
    JSON.stringify(input, (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    ),
  );
}

/** As CBOR 1.1 carries it, in maps and lists of known length. */
export function inCbor(input: Sent, expectedBytes?: number): Buffer {
  const writer = new CborWriter(expectedBytes);
  write(input, writer);
  return writer.finish();
}

function write(value: Sent, writer: CborWriter): void {
  if (value === null) return writer.append(Buffer.of(0xf6));
  if (typeof value === 'string') return writer.text(value);
  if (typeof value === 'boolean') return writer.boolean(value);
  if (value instanceof Uint8Array) return writer.byteString(value);
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? writer.integer(value) : writer.float(value);
  if (Array.isArray(value)) {
    writer.list(value.length);
    for (const element of value as readonly Sent[]) write(element, writer);
    return;
  }
  const pairs = Object.entries(value);
  writer.map(pairs.length);
  for (const [name, member] of pairs) {
    writer.text(name);
    write(member, writer);
  }
}
