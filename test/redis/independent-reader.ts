import { crc32 } from 'node:zlib';

// Written from docs/log-format.md alone. It imports nothing of Shardwell, and must stay so: it proves that the page is enough.

export interface ReadRecord {
  readonly index: number;
  readonly timeMs: number;
  readonly partitionKey: string;
  readonly explicitHashKey?: string;
  readonly attributes?: Buffer;
  readonly data: Buffer;
}

/** The records of one frame. */
export function readFrame(frame: Buffer): readonly ReadRecord[] {
  const bodyEnd = 44 + frame.readUInt32BE(40);
  if (frame[0] !== 1 || frame[1] !== 0) throw new Error('unknown version or flags');
  if (bodyEnd + 4 !== frame.length) throw new Error('lengths disagree');
  if (crc32(frame.subarray(0, bodyEnd)) !== frame.readUInt32BE(bodyEnd)) throw new Error('wrong CRC');
  let at = 44;
  const bytes = (length: number): Buffer => frame.subarray(at, (at += length));
  const varint = (): number => {
    const byte = bytes(1).readUInt8();
    return byte < 0x80 ? byte : byte - 0x80 + 0x80 * varint();
  };
  const firstIndex = Number(frame.readBigUInt64BE(8));
  const timeMs = Number(frame.readBigUInt64BE(16));
  return Array.from({ length: frame.readUInt32BE(4) }, (_, i) => {
    const flags = bytes(1).readUInt8();
    const partitionKey = bytes(varint()).toString('utf8');
    const explicitHashKey = flags & 1 ? { explicitHashKey: bytes(16).toString('hex') } : {};
    const attributes = flags & 2 ? { attributes: bytes(varint()) } : {};
    return {
      index: firstIndex + i,
      timeMs,
      partitionKey,
      ...explicitHashKey,
      ...attributes,
      data: bytes(varint()),
    };
  });
}

/** `<epoch><second>-<index>` */
export function readEntryId(id: string): {
  readonly epoch: number;
  readonly second: number;
  readonly index: number;
} {
  const [place = '', index] = id.split('-');
  return { epoch: Number(place.slice(0, 7)), second: Number(place.slice(7)), index: Number(index) };
}
