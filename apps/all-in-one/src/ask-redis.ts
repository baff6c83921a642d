// One command to a Redis on a Unix socket, and its answer. The few questions a start asks need no client library.
import { connect } from 'node:net';

/** Redis answered with an error. `code` is its first word, e.g. `LOADING`. */
export class RedisRefusal extends Error {
  override readonly name = 'RedisRefusal';
  readonly code: string;

  constructor(message: string) {
    super(message);
    this.code = message.split(' ', 1)[0] ?? '';
  }
}

export interface RedisCommand {
  readonly socketPath: string;
  readonly command: readonly string[];
  readonly timeoutMs: number;
}

/**
 * Sends one command and resolves with its answer: one text, or the texts of a flat array.
 *
 * @throws RedisRefusal where Redis refuses; Error where nobody answers in time or the connection ends first.
 */
export async function askRedis({ socketPath, command, timeoutMs }: RedisCommand): Promise<readonly string[]> {
  const socket = connect(socketPath);
  socket.setTimeout(timeoutMs, () =>
    socket.destroy(new Error(`Redis did not answer within ${timeoutMs} ms`)),
  );
  socket.write(encode(command));
  let received = '';
  try {
    for await (const chunk of socket.setEncoding('latin1')) {
      received += String(chunk);
      const reply = parseReply(received);
      if (reply !== undefined) return reply;
    }
  } finally {
    socket.destroy();
  }
  throw new Error('Redis closed the connection without an answer');
}

function encode(command: readonly string[]): string {
  const words = command.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return `*${command.length}\r\n${words.join('')}`;
}

/** Reads a simple, bulk or flat array reply of RESP2; undefined while it is not complete. Source: Redis protocol 2. */
function parseReply(received: string): readonly string[] | undefined {
  const end = received.indexOf('\r\n');
  if (end === -1) return undefined;
  const head = received.slice(1, end);
  const rest = received.slice(end + 2);
  switch (received[0]) {
    case '+':
    case ':':
      return [head];
    case '-':
      throw new RedisRefusal(head);
    case '$':
      return bulks(received, 1);
    case '*':
      return bulks(rest, Number(head));
    default:
      throw new Error(`This is not an answer of Redis: ${JSON.stringify(received.slice(0, 40))}`);
  }
}

/** Bulk texts, one behind the other. `received` has one character per byte, as their lengths count bytes. */
function bulks(received: string, count: number): readonly string[] | undefined {
  const texts: string[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    const end = received.indexOf('\r\n', at);
    const length = Number(received.slice(at + 1, end));
    const start = end + 2;
    if (end === -1 || received.length < start + length + 2) return undefined;
    texts.push(Buffer.from(received.slice(start, start + length), 'latin1').toString());
    at = start + length + 2;
  }
  return texts;
}
