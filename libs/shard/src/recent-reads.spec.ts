import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { VirtualTimers } from '#lib/actor';
import { comparePositions, FIRST_EPOCH, LOG_START, type LogPosition, type StreamId } from '#lib/kinesis';
import { firstPlaceOf, lastPlaceOf, StorageError, type LogBatch, type LogRead } from '#lib/ports';
import { RecentReads } from './recent-reads.js';
import { readStretch } from './stretch.js';

const KIB = 1024;
const shard = { streamId: 'orders' as StreamId, shardNumber: 0 };
const other = { streamId: 'orders' as StreamId, shardNumber: 1 };

/** Batches of 10 records each; of one shard, or of each. */
class CountedLog {
  readonly batches: LogBatch[] = [];
  isSealed = false;
  reads = 0;
  /** What the next reads wait for. */
  gate: Promise<void> = Promise.resolve();

  put(bodyBytes: number): void {
    const firstIndex = 1 + 10 * this.batches.length;
    const header = { count: 10, firstIndex, timeMs: 0, token: Buffer.alloc(8), durableIndex: 0 };
    this.batches.push({
      epoch: FIRST_EPOCH,
      second: 1,
      batch: { ...header, body: Buffer.alloc(bodyBytes, firstIndex) },
    });
  }

  readonly read: RecentReadsLog['read'] = async (_, request) => {
    this.reads += 1;
    const found = readStretch([...this.batches], request);
    const { isSealed, gate } = this;
    await gate;
    if (!found) return { batches: [], isAtTip: true, isSealed };
    return { ...found, isSealed: found.isAtTip && isSealed };
  };
}

type RecentReadsLog = ConstructorParameters<typeof RecentReads>[0]['shardLog'];

let log: CountedLog;
let timers: VirtualTimers;
let reads: RecentReads;

beforeEach(() => {
  log = new CountedLog();
  timers = new VirtualTimers();
  reads = new RecentReads({ shardLog: log, timers, maxBytes: 4096 * KIB });
});

const at = (index: number): LogPosition => ({ epoch: FIRST_EPOCH, second: 1, index });
const ask = (from: LogPosition, maxBytes = 256 * KIB): Promise<LogRead> =>
  reads.read(shard, { from, maxBytes });
const firstIndexes = ({ batches }: LogRead): readonly number[] =>
  batches.map(({ batch }) => batch.firstIndex);

describe('what was read of a log', () => {
  it('is not read again by who goes on inside of a batch', async () => {
    log.put(2048 * KIB);
    for (let index = 1; index <= 8; index += 1) expect(firstIndexes(await ask(at(index)))).toEqual([1]);
    expect(log.reads).toBe(1);
  });

  it('is read ahead where a reader takes little at once', async () => {
    for (let i = 0; i < 8; i += 1) log.put(256 * KIB);
    expect(firstIndexes(await ask(LOG_START, 100 * KIB))).toEqual([1]);
    expect(firstIndexes(await ask(at(11), 500 * KIB))).toEqual([11, 21]);
    expect(log.reads).toBe(1);
  });

  it('is shared by readers who come at once, and by those who come a little later', async () => {
    log.put(2048 * KIB);
    log.put(10);
    await Promise.all(Array.from({ length: 5 }, () => ask(LOG_START)));
    await ask(LOG_START);
    expect(log.reads).toBe(1);
  });

  it('is never the end: what was stored since is found, and the seal', async () => {
    log.put(2048 * KIB);
    expect(await ask(LOG_START)).toMatchObject({ isAtTip: true });
    expect(await ask(LOG_START)).toMatchObject({ isAtTip: false });
    expect(await ask(at(11))).toMatchObject({ batches: [], isAtTip: true, isSealed: false });
    log.put(10);
    expect(firstIndexes(await ask(at(11)))).toEqual([11]);
    log.isSealed = true;
    expect(await ask(at(21))).toMatchObject({ batches: [], isAtTip: true, isSealed: true });
  });

  it('answers nobody with what was the end before they asked', async () => {
    let open = (): void => undefined;
    log.gate = new Promise((resolve) => (open = resolve));
    const early = ask(LOG_START);
    log.put(10);
    const late = ask(LOG_START);
    open();
    expect(firstIndexes(await early)).toEqual([]);
    expect(firstIndexes(await late)).toEqual([1]);
  });

  it('is not kept where the log could not be read', async () => {
    const refused = new StorageError('disconnected', 'refused by the test');
    const failing = { read: () => Promise.reject(refused) };
    reads = new RecentReads({ shardLog: failing, timers });
    await expect(Promise.all([ask(LOG_START), ask(LOG_START)])).rejects.toBe(refused);
    expect([reads.bytes, timers.pendingTimers]).toEqual([0, 0]);
  });

  it('is told apart by shard, and says nothing of what lies before it', async () => {
    for (let i = 0; i < 3; i += 1) log.put(2048 * KIB);
    await ask(at(11));
    expect(firstIndexes(await reads.read(other, { from: at(11), maxBytes: 1 }))).toEqual([11]);
    expect(firstIndexes(await ask(at(5)))).toEqual([1]);
    expect(log.reads).toBe(3);
  });

  it('stays within its bytes, in memory of its own, and what was used longest ago goes first', async () => {
    for (let i = 0; i < 3; i += 1) log.put(2000 * KIB);
    const [{ batch } = { batch: undefined }] = (await ask(at(1))).batches;
    expect(batch?.body.equals(log.batches[0]?.batch.body ?? Buffer.alloc(0))).toBe(true);
    expect(batch?.body.buffer).not.toBe(log.batches[0]?.batch.body.buffer);
    await ask(at(11));
    await ask(at(2));
    await ask(at(21));
    expect(reads.bytes).toBe(4000 * KIB);
    log.reads = 0;
    await ask(at(3));
    expect(log.reads).toBe(0);
    await ask(at(12));
    expect(log.reads).toBe(1);
  });

  it('is let go when nobody used it for a while, with its timer: a slow reader holds nothing', async () => {
    log.put(2048 * KIB);
    await ask(at(1));
    await timers.advance(5000);
    await ask(at(2));
    await timers.advance(5000);
    expect(reads.bytes).toBe(2048 * KIB);
    await timers.advance(5000);
    expect([reads.bytes, timers.pendingTimers]).toEqual([0, 0]);
    await ask(at(3));
    expect(log.reads).toBe(2);
  });

  it('does not hold a batch that is larger than all of it', async () => {
    log.put(5000 * KIB);
    expect(firstIndexes(await ask(at(1)))).toEqual([1]);
    expect([reads.bytes, timers.pendingTimers]).toEqual([0, 0]);
  });

  it('is what the log says, whoever asks for what and when (fast-check prints the seed)', async () => {
    const step = fc.oneof(
      fc.record({ putKib: fc.integer({ min: 1, max: 900 }) }),
      fc.record({ passMs: fc.integer({ min: 1, max: 6000 }) }),
      fc.record({ readAt: fc.nat(), maxKib: fc.nat(1500), maxRecords: fc.integer({ min: 1, max: 60 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        log = new CountedLog();
        reads = new RecentReads({ shardLog: log, timers, maxBytes: 1500 * KIB });
        for (const each of steps) {
          if ('putKib' in each) log.put(each.putKib * KIB);
          else if ('passMs' in each) await timers.advance(each.passMs);
          else {
            const from = at(each.readAt % (10 * log.batches.length + 2));
            const { maxKib, maxRecords } = each;
            const read = await reads.read(shard, { from, maxBytes: maxKib * KIB, maxRecords });
            const behind = log.batches.filter((batch) => comparePositions(lastPlaceOf(batch), from) >= 0);
            const expected = behind.slice(0, read.batches.length).map(firstPlaceOf);
            expect(read.batches.map(firstPlaceOf)).toEqual(expected);
            if (behind.length > 0) expect(read.batches.length).toBeGreaterThan(0);
            if (read.isAtTip) expect(read.batches).toHaveLength(behind.length);
          }
          expect(reads.bytes).toBeLessThanOrEqual(1500 * KIB);
        }
      }),
      { numRuns: 100 },
    );
  });
});
