import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { after, LOG_START, type ShardRef, type StreamId } from '#lib/kinesis';
import { MemoryShardLog, StorageError, type BatchToAppend, type LogBatch, type ShardLog } from '#lib/ports';
import { LogWriter, textsOf } from '../../ports/src/contract/log-writer.js';
import { shardLogContract } from '../../ports/src/contract/shard-log.contract.js';
import { opening, storageError } from '../../ports/src/contract/shard-log-storage.js';
import { EncryptedShardLog } from './encrypted-shard-log.js';
import { EncryptedStreams } from './testing/encrypted-streams.js';

const ALL = { from: LOG_START, maxBytes: 1024 * 1024 };
const ADDED_BYTES = 32;

shardLogContract('the encrypted shard log', async () => {
  const streams = new EncryptedStreams();
  await streams.start();
  const storage = new MemoryShardLog();
  const encrypted = (log: ShardLog) => new EncryptedShardLog({ log, keys: streams.keys(), randomBytes });
  return {
    log: encrypted(storage),
    another: encrypted(storage.connectAnother()),
    reconnect: async () => storage.disconnect(),
    loseNextReply: (lever) => storage.loseNextReply(lever),
    connected: async () => {},
    trimToEmpty: async (shard) => storage.trimToEmpty(shard),
    entryIds: async (shard) => storage.entryIds(shard),
    addedBytes: ADDED_BYTES,
    close: async () => {},
  };
});

const SHARD: ShardRef = { streamId: 'encrypted00000000000-abc' as StreamId, shardNumber: 0 };

/** One shard, on a storage that the test looks into. */
async function openShard() {
  const streams = new EncryptedStreams();
  const storage = new MemoryShardLog();
  const log = new EncryptedShardLog({ log: storage, keys: streams.keys(), randomBytes });
  await log.open([opening(SHARD)]);
  return { streams, storage, log, writer: await LogWriter.claim(log, SHARD) };
}

/** The bodies as they lie in the log. */
async function storedBytes(storage: ShardLog): Promise<readonly Buffer[]> {
  return (await storage.read(SHARD, ALL)).batches.map(({ batch }) => batch.body);
}

/** A log that answers reads with batches that somebody has changed. */
function changing(log: ShardLog, change: (batches: readonly LogBatch[]) => readonly LogBatch[]): ShardLog {
  return Object.assign(Object.create(log) as ShardLog, {
    read: async () => ({
      batches: change((await log.read(SHARD, ALL)).batches),
      isAtTip: true,
      isSealed: false,
    }),
  });
}

describe('records of an encrypted stream', () => {
  it('lie in the log without a plain byte, keys included, and are read as they were put', async () => {
    const { streams, storage, log, writer } = await openShard();
    await streams.start();
    await writer.append(['a secret that is long enough', 'another']);
    const [stored = Buffer.alloc(0)] = await storedBytes(storage);
    expect(stored.readUInt32BE(0)).toBe(1);
    expect(stored.includes('secret')).toBe(false);
    expect(stored.includes('key')).toBe(false);
    expect(textsOf((await log.read(SHARD, ALL)).batches)).toEqual([
      'a secret that is long enough',
      'another',
    ]);
  });

  it('are told apart from plain ones, and the owner gets its batch plain', async () => {
    const { streams, log, writer } = await openShard();
    const plain = await log.append(writer.claim, writer.next(['plain']));
    await streams.start();
    const encrypted = await log.append(writer.claim, writer.next(['encrypted']));
    expect([plain.isEncrypted, encrypted.isEncrypted]).toEqual([false, true]);
    const { batches } = await log.read(SHARD, ALL);
    expect(batches.map(({ batch }) => batch.isEncrypted)).toEqual([false, true]);
    expect(batches[1]?.batch.body.equals(encrypted.body)).toBe(true);
  });

  it('stay readable over new keys and over the end of encryption', async () => {
    const { streams, storage, log, writer } = await openShard();
    await streams.start();
    await writer.append(['first key']);
    await streams.start();
    await writer.append(['second key']);
    streams.stop();
    await writer.append(['plain']);
    const stored = await storedBytes(storage);
    expect(stored.slice(0, 2).map((body) => body.readUInt32BE(0))).toEqual([1, 2]);
    expect(stored[2]?.includes('plain')).toBe(true);
    expect(textsOf((await log.read(SHARD, ALL)).batches)).toEqual(['first key', 'second key', 'plain']);
  });

  it('are encrypted anew when they are appended anew, under a later claim', async () => {
    const { streams, storage, log, writer } = await openShard();
    await streams.start();
    const records = writer.next(['twice']);
    storage.loseNextReply({ executed: false });
    await expect(log.append(writer.claim, records)).rejects.toMatchObject(storageError('unknown'));
    const later = await LogWriter.claim(log, SHARD);
    expect(await log.decideInFlight(later.claim, writer.inFlight(records))).toBe('absent');
    const again: BatchToAppend = { ...later.next(['']), records: records.records };
    await log.append(later.claim, again);
    expect(textsOf((await log.read(SHARD, ALL)).batches)).toEqual(['twice']);
  });

  it('are refused when any byte of them changed, whatever they are', async () => {
    const { streams, storage, log, writer } = await openShard();
    await streams.start();
    await writer.append(['one', 'two']);
    const [stored] = await storedBytes(storage);
    const anywhere = fc.tuple(
      fc.integer({ min: 4, max: (stored?.length ?? 0) - 1 }),
      fc.integer({ min: 1, max: 255 }),
    );
    await fc.assert(
      fc.asyncProperty(anywhere, async ([at, flip]) => {
        const changed = changing(storage, (batches) =>
          batches.map((read) => {
            const body = Buffer.from(read.batch.body);
            body[at] = (body[at] ?? 0) ^ flip;
            return { ...read, batch: { ...read.batch, body } };
          }),
        );
        const reading = new EncryptedShardLog({ log: changed, keys: streams.keys(), randomBytes });
        await expect(reading.read(SHARD, ALL)).rejects.toMatchObject({ name: 'CorruptFrameError' });
      }),
    );
    expect(textsOf((await log.read(SHARD, ALL)).batches)).toEqual(['one', 'two']);
  });

  it('are refused when the bodies of two batches changed places', async () => {
    const { streams, storage, writer } = await openShard();
    await streams.start();
    await writer.append(['a']);
    await writer.append(['b']);
    const swapped = changing(storage, ([a, b]) =>
      a && b
        ? [
            { ...a, batch: { ...a.batch, body: b.batch.body } },
            { ...b, batch: { ...b.batch, body: a.batch.body } },
          ]
        : [],
    );
    const reading = new EncryptedShardLog({ log: swapped, keys: streams.keys(), randomBytes });
    await expect(reading.read(SHARD, ALL)).rejects.toThrow(/does not open with data key 1/);
  });

  it('are damage to report where they are too short to be encrypted', async () => {
    const { streams, storage, writer } = await openShard();
    await streams.start();
    await writer.append(['a']);
    const cut = changing(storage, (batches) =>
      batches.map((read) => ({ ...read, batch: { ...read.batch, body: read.batch.body.subarray(0, 20) } })),
    );
    const reading = new EncryptedShardLog({ log: cut, keys: streams.keys(), randomBytes });
    await expect(reading.read(SHARD, ALL)).rejects.toMatchObject({ name: 'CorruptFrameError' });
  });
});

describe('a data key that cannot be had', () => {
  it('stores nothing, leaves the claim as it is, and lets plain records be read', async () => {
    const { streams, storage, log, writer } = await openShard();
    await writer.append(['plain']);
    await streams.start();
    const comeBack = streams.provider.fail(new Error('the key file is away'));
    const batch = writer.next(['encrypted']);
    await expect(log.append(writer.claim, batch)).rejects.toMatchObject(storageError('no-key'));
    expect(await storedBytes(storage)).toHaveLength(1);
    expect(textsOf((await log.read(SHARD, ALL)).batches)).toEqual(['plain']);
    comeBack();
    await log.append(writer.claim, batch);
    expect(textsOf((await log.read(SHARD, ALL)).batches)).toEqual(['plain', 'encrypted']);
  });

  it('lets what lies before its records be read, also in one go with them', async () => {
    const { streams, storage, writer } = await openShard();
    const { position } = await writer.append(['plain']);
    await streams.start();
    await writer.append(['encrypted']);
    const log = new EncryptedShardLog({ log: storage, keys: streams.keys(), randomBytes });
    streams.provider.fail(new Error('the key file is away'));
    const read = await log.read(SHARD, ALL);
    expect(read).toMatchObject({ isAtTip: false, isSealed: false });
    expect(textsOf(read.batches)).toEqual(['plain']);
    const behind = { ...ALL, from: after(position) };
    await expect(log.read(SHARD, behind)).rejects.toMatchObject(storageError('no-key'));
  });

  it('refuses to read what it encrypted, and says why', async () => {
    const { streams, storage, writer } = await openShard();
    await streams.start();
    await writer.append(['encrypted']);
    const log = new EncryptedShardLog({ log: storage, keys: streams.keys(), randomBytes });
    const cause = new Error('the key file is away');
    streams.provider.fail(cause);
    const reading = log.read(SHARD, ALL);
    await expect(reading).rejects.toBeInstanceOf(StorageError);
    await expect(reading).rejects.toMatchObject({ kind: 'no-key', cause });
  });
});
