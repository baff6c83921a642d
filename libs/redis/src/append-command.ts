import { Command } from 'ioredis';
import type { EntryId } from '#lib/kinesis';

/**
 * The XADD of the record path: `XADD key NOMKSTREAM id batch frame`, laid out in one buffer. The key must be ASCII.
 *
 * ioredis's general way looks at each argument and joins a dozen small buffers; this one measured half its CPU time (7
 * against 15 µs per append of 150 B, four shards in flight), and the error of a refused append does not carry the frame.
 */
export class AppendCommand extends Command {
  private readonly head: string;

  constructor(
    { key, entryId }: { readonly key: string; readonly entryId: EntryId },
    private readonly frame: Buffer,
  ) {
    super('xadd', [], { replyEncoding: null });
    this.head =
      `*6\r\n$4\r\nXADD\r\n$${key.length}\r\n${key}\r\n$10\r\nNOMKSTREAM\r\n` +
      `$${entryId.length}\r\n${entryId}\r\n$5\r\nbatch\r\n$${frame.length}\r\n`;
  }

  override toWritable(): Buffer {
    const { head, frame } = this;
    const end = head.length + frame.length;
    const bytes = Buffer.allocUnsafe(end + 2);
    bytes.write(head, 'latin1');
    frame.copy(bytes, head.length);
    bytes[end] = CARRIAGE_RETURN;
    bytes[end + 1] = LINE_FEED;
    return bytes;
  }
}

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
