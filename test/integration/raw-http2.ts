// HTTP/2 frame by frame, for clients that no library would be. Source: RFC 9113, section 4.1 and 6.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { PREFACE } from './front-under-test.js';

export const FRAME = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  ping: 6,
  goaway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;
export const END_STREAM = 1;
export const END_HEADERS = 4;

export interface Frame {
  readonly type: number;
  readonly flags?: number;
  readonly stream?: number;
  readonly payload?: Buffer;
}

export function frameBytes({ type, flags = 0, stream = 0, payload = Buffer.alloc(0) }: Frame): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** A GET of `/`, from HPACK's static table, and the authority `x`. Source: RFC 7541, appendix A. */
export const GET_HEADERS = Buffer.from([0x82, 0x86, 0x84, 0x41, 1, 0x78]);

/** A header that is not indexed; name and value are shorter than 127 bytes and 16 KiB. Source: RFC 7541, section 6.2.2. */
export function literalHeader(name: string, value: string): Buffer {
  const beyond = value.length - 127;
  const length = beyond < 0 ? [value.length] : [127, (beyond & 127) | 128, beyond >> 7];
  return Buffer.concat([
    Buffer.of(0, name.length),
    Buffer.from(name),
    Buffer.from(length),
    Buffer.from(value),
  ]);
}

/** Far more than any bound; the test fails where nothing ends the flood before. */
const MOST = 50_000;
/** The server's process is this one, and must have its turn. */
const AT_ONCE = 50;

/** A connection that has said its preface, and reads what it is told. */
export class RawHttp2 {
  /** The code of the GOAWAY that it was told first. */
  goneAway: number | undefined;
  readonly heard: Frame[] = [];
  private rest = Buffer.alloc(0);

  private constructor(private readonly socket: Socket) {
    socket.on('error', () => undefined).on('data', (chunk) => this.hear(chunk));
  }

  static async open(port: number): Promise<RawHttp2> {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    await once(socket, 'connect');
    const client = new RawHttp2(socket);
    socket.write(PREFACE);
    client.send({ type: FRAME.settings });
    return client;
  }

  send(...frames: readonly Frame[]): void {
    if (this.socket.writable) this.socket.write(Buffer.concat(frames.map(frameBytes)));
  }

  /** Sends frames until the server has had enough. @returns how many times. */
  async flood(frames: (round: number) => readonly Frame[]): Promise<number> {
    for (let round = 0; round < MOST; round += 1) {
      if (this.socket.closed) return round;
      this.send(...frames(round));
      if (round % AT_ONCE === 0) await turn();
    }
    return MOST;
  }

  close(): void {
    this.socket.destroy();
  }

  private hear(chunk: Buffer): void {
    this.rest = Buffer.concat([this.rest, chunk]);
    while (this.rest.length >= 9) {
      const end = 9 + this.rest.readUIntBE(0, 3);
      if (this.rest.length < end) return;
      this.heard.push({
        type: this.rest.readUInt8(3),
        flags: this.rest.readUInt8(4),
        stream: this.rest.readUInt32BE(5),
        payload: this.rest.subarray(9, end),
      });
      if (this.rest.readUInt8(3) === FRAME.goaway) this.goneAway ??= this.rest.readUInt32BE(9 + 4);
      this.rest = this.rest.subarray(end);
    }
  }
}
