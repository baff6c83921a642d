import type { IncomingMessage } from 'node:http';

/** Whether a request came over TLS, in whichever protocol. */
export function isSecure({ socket }: Pick<IncomingMessage, 'socket'>): boolean {
  return 'encrypted' in socket && socket.encrypted === true;
}
