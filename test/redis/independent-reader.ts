import { createDecipheriv, createHmac } from 'node:crypto';
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

/** Opens the body of an encrypted frame. */
export type OpenBody = (
  body: Buffer,
  frame: { readonly firstIndex: number; readonly timeMs: number },
) => Buffer;

/** The records of one frame. */
export function readFrame(frame: Buffer, open?: OpenBody): readonly ReadRecord[] {
  const bodyEnd = 44 + frame.readUInt32BE(40);
  if (frame[0] !== 1 || (frame[1] !== 0 && frame[1] !== 2)) throw new Error('unknown version or flags');
  if (bodyEnd + 4 !== frame.length) throw new Error('lengths disagree');
  if (crc32(frame.subarray(0, bodyEnd)) !== frame.readUInt32BE(bodyEnd)) throw new Error('wrong CRC');
  const firstIndex = Number(frame.readBigUInt64BE(8));
  const timeMs = Number(frame.readBigUInt64BE(16));
  let body = frame.subarray(44, bodyEnd);
  if (frame[1] === 2) {
    if (!open) throw new Error('encrypted');
    body = open(body, { firstIndex, timeMs });
  }
  let at = 0;
  const bytes = (length: number): Buffer => body.subarray(at, (at += length));
  const varint = (): number => {
    const byte = bytes(1).readUInt8();
    return byte < 0x80 ? byte : byte - 0x80 + 0x80 * varint();
  };
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

export interface EncryptedEntry {
  readonly streamId: string;
  readonly shardNumber: number;
  readonly entryId: string;
  /** By number. */
  readonly dataKeys: ReadonlyMap<number, Buffer>;
}

export function openBodyOf({ streamId, shardNumber, entryId, dataKeys }: EncryptedEntry): OpenBody {
  return (body, { firstIndex, timeMs }) => {
    const dataKey = dataKeys.get(body.readUInt32BE(0)) ?? Buffer.alloc(0);
    const shard = `${streamId}/${shardNumber}`;
    const key = createHmac('sha256', dataKey).update(shard).digest();
    return openGcm(key, body.subarray(4), `${shard} ${entryId} ${firstIndex} ${timeMs}`);
  };
}

/** A data key as the control log has it, and the key file that opens it. */
export function unwrapDataKey(
  wrapped: string,
  { keyFile, keyName }: Record<'keyFile' | 'keyName', string>,
): Buffer {
  const { keys } = JSON.parse(keyFile) as { keys: Record<string, string> };
  const bytes = Buffer.from(wrapped, 'base64');
  if (bytes[0] !== 1) throw new Error('unknown version');
  return openGcm(Buffer.from(keys[keyName] ?? '', 'base64'), bytes.subarray(1), keyName);
}

/** Nonce of 12 bytes, ciphertext, tag of 16 bytes. */
function openGcm(key: Buffer, sealed: Buffer, associated: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  decipher.setAAD(Buffer.from(associated)).setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
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
