import { open, type FileHandle } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CommandError } from './command-error.js';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A file or standard input, read line by line. */
export interface InputLines {
  /** The lines' bytes as they stand, without their `\n` or `\r\n`. A last line needs no end. */
  readonly lines: AsyncIterable<Buffer>;
  /** Size of the file as it lies on disk; undefined for standard input. */
  readonly totalBytes: number | undefined;
  /** How many of these bytes have been read so far. */
  bytesRead(): number;
}

/**
 * Opens a file, or standard input for `-`. What begins with gzip's two bytes is unpacked.
 *
 * @throws CommandError where it cannot be read; while iterating too.
 */
export async function openInputLines(path: string): Promise<InputLines> {
  const { chunks, totalBytes } =
    path === '-' ? { chunks: process.stdin, totalBytes: undefined } : await openFile(path);
  let bytesRead = 0;
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of chunks as AsyncIterable<Buffer>) {
      bytesRead += chunk.length;
      yield chunk;
    }
  };
  return { lines: readable(path, splitLines(unpacked(counted()))), totalBytes, bytesRead: () => bytesRead };
}

async function openFile(path: string): Promise<{ chunks: Readable; totalBytes: number }> {
  const file = await open(path).catch((error: Error) => {
    throw unreadable(path, error);
  });
  return { chunks: file.createReadStream(), totalBytes: await sizeOf(file) };
}

const sizeOf = async (file: FileHandle): Promise<number> => (await file.stat()).size;

async function* readable(path: string, lines: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* lines;
  } catch (error) {
    throw unreadable(path, error as Error);
  }
}

const unreadable = (path: string, cause: Error): CommandError =>
  new CommandError(`${path === '-' ? 'standard input' : path} cannot be read: ${cause.message}`, { cause });

/** The bytes as they are, or unpacked where the first two say gzip. */
async function* unpacked(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    const { value, done } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  const whole = async function* (): AsyncGenerator<Buffer> {
    yield head;
    yield* chunks;
  };
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  yield* isGzip ? gunzipped(whole()) : whole();
}

function gunzipped(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const plain = createGunzip();
  // A failure of either end destroys `plain` with it, so whoever iterates gets it.
  pipeline(Readable.from(chunks), plain, () => undefined);
  return plain;
}

async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      yield withoutReturn(Buffer.concat([...pieces, chunk.subarray(start, end)]));
      pieces = [];
      start = end + 1;
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
  }
  if (pieces.length > 0) yield withoutReturn(Buffer.concat(pieces));
}

const withoutReturn = (line: Buffer): Buffer =>
  line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
