import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { Command } from 'ioredis';
import { entryIdOf, type EntryId } from '#lib/kinesis';
import { AppendCommand } from './append-command.js';

const key = 'sw:{abcdefghij0123456789-xyz/12}:log';
const entryId: EntryId = entryIdOf({ epoch: 1_000_002, second: 1_700_000_000, index: 17 });

describe('the append command', () => {
  it.each([0, 1, 1024, 1025, 100_000])('is what ioredis would send, with a frame of %d bytes', (length) => {
    const frame = Buffer.from(Array.from({ length }, (_, i) => i % 256));
    const socket = new PassThrough();
    socket.write(new AppendCommand({ key, entryId }, frame).toWritable(socket));
    const general = new Command('XADD', [key, 'NOMKSTREAM', entryId, 'batch', frame]);
    expect(socket.read()).toEqual(Buffer.from(general.toWritable(socket)));
  });

  it('does not carry the frame into an error', () => {
    expect(new AppendCommand({ key, entryId }, Buffer.alloc(10)).args).toEqual([]);
  });
});
