import { describe, expect, it } from '@jest/globals';
import { FIRST_EPOCH } from '#lib/kinesis';
import type { LogBatch } from '#lib/ports';
import { ShardTails } from './shard-tails.js';

const KIB = 1024;

function batchOfKiB(kib: number, firstIndex = 1): LogBatch {
  const header = { count: 1, firstIndex, timeMs: 0, token: Buffer.alloc(8), durableIndex: 0 };
  return { epoch: FIRST_EPOCH, second: 0, batch: { ...header, body: Buffer.alloc(kib * KIB) } };
}

const fromStart = { from: { epoch: FIRST_EPOCH, second: 0, index: 1 }, maxBytes: Infinity };

describe('the tails of a process', () => {
  it('keep each shard within its own bytes', () => {
    const tails = new ShardTails({ maxShardBytes: 10 * KIB, maxBytes: 1000 * KIB });
    for (let index = 1; index <= 20; index += 1) tails.append('shard', batchOfKiB(3, index));

    expect(tails.bytes).toBeLessThanOrEqual(10 * KIB);
    const newest = { from: { epoch: FIRST_EPOCH, second: 0, index: 20 }, maxBytes: 1 };
    expect(tails.read('shard', newest)?.batches[0]?.batch.firstIndex).toBe(20);
  });

  it('hold nothing of a batch that is larger than a tail may be', () => {
    const tails = new ShardTails({ maxShardBytes: 10 * KIB, maxBytes: 1000 * KIB });
    tails.append('shard', batchOfKiB(11));

    expect(tails.read('shard', fromStart)).toBeUndefined();
    expect(tails.bytes).toBe(0);
  });

  it('give up the shard that was longest without an append when all together hold too much', () => {
    const tails = new ShardTails({ maxShardBytes: 10 * KIB, maxBytes: 12 * KIB });
    for (const key of ['a', 'b', 'c']) tails.append(key, batchOfKiB(3));
    tails.append('a', batchOfKiB(3, 2));

    expect(tails.read('b', fromStart)).toBeUndefined();
    expect(tails.read('c', fromStart)?.batches).toHaveLength(1);
    expect(tails.read('a', fromStart)?.batches).toHaveLength(2);
    expect(tails.bytes).toBeLessThanOrEqual(12 * KIB);
  });

  it('count nothing of a shard that was dropped', () => {
    const tails = new ShardTails();
    tails.append('shard', batchOfKiB(3));
    tails.drop('shard');
    tails.drop('shard');

    expect(tails.bytes).toBe(0);
    expect(tails.read('shard', fromStart)).toBeUndefined();
  });

  it('tell everybody who follows a shard of each batch, and nobody else', () => {
    const tails = new ShardTails();
    const told: string[] = [];
    for (const reader of ['first', 'second']) tails.follow('shard', () => told.push(reader));
    tails.follow('other', () => told.push('of the other shard'));

    tails.append('shard', batchOfKiB(1));
    tails.append('shard', batchOfKiB(1, 2));

    expect(told).toEqual(['first', 'second', 'first', 'second']);
  });

  it('tell a batch when it can be read already', () => {
    const tails = new ShardTails();
    let read: number | undefined;
    tails.follow('shard', () => (read = tails.read('shard', fromStart)?.batches.length));
    tails.append('shard', batchOfKiB(1));

    expect(read).toBe(1);
  });

  it('tell nothing more to one who stopped, also where the listener follows a second time', () => {
    const tails = new ShardTails();
    const told: string[] = [];
    const listener = (): number => told.push('told');
    const stop = tails.follow('shard', listener);
    tails.follow('shard', listener);
    stop();
    stop();
    tails.append('shard', batchOfKiB(1));

    expect(told).toEqual(['told']);
  });

  it('keep a reader following over a change of owner', () => {
    const tails = new ShardTails();
    let told = 0;
    tails.follow('shard', () => (told += 1));
    tails.drop('shard');
    tails.append('shard', batchOfKiB(1));

    expect(told).toBe(1);
  });
});
