import { constants } from 'node:http2';
import type { Socket } from 'node:net';
import { refusalText } from './refusal.js';
import type { HttpProtocol } from './sniff.js';

const DETAIL = 'This port speaks only TLS: use https://.';

/**
 * Tells a client without TLS what is wrong, in its protocol, and closes: what it sends is thrown away until it has heard
 * that, within the limit.
 */
export function refusePlaintext(
  socket: Socket,
  { protocol, timeoutMs }: { readonly protocol: HttpProtocol; readonly timeoutMs: number },
): void {
  const cutOff = setTimeout(() => socket.destroy(), timeoutMs);
  socket.once('close', () => clearTimeout(cutOff)).resume();
  socket.end(protocol === 'http1' ? refusalText({ status: 400, detail: DETAIL }) : goaway());
}

/** SETTINGS without entries, as every server begins, and GOAWAY. Source: RFC 9113, sections 6.5 and 6.8. */
function goaway(): Buffer {
  const debug = Buffer.from(DETAIL);
  const frames = Buffer.alloc(9 + 9 + 8);
  frames.writeUInt8(4, 3);
  frames.writeUIntBE(8 + debug.length, 9, 3);
  frames.writeUInt8(7, 9 + 3);
  frames.writeUInt32BE(constants.NGHTTP2_INADEQUATE_SECURITY, 9 + 9 + 4);
  return Buffer.concat([frames, debug]);
}
