import { beforeEach, describe, expect, it } from '@jest/globals';
import { after, LOG_START } from '#lib/kinesis';
import type { LogRead } from '#lib/ports';
import {
  appendTo,
  MemoryShard,
  packed,
  recordsOfBatch,
  SHARD,
  type ShardProcess,
} from './testing/memory-shard.js';

let shard: MemoryShard;
let owner: ShardProcess;

beforeEach(async () => {
  shard = await MemoryShard.open();
  owner = shard.startProcess();
});

async function store(process: ShardProcess, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    appendTo(process, text);
    await shard.timers.settle();
  }
}

const textsOf = ({ batches }: LogRead): readonly string[] =>
  batches.flatMap(recordsOfBatch).map((record) => record.text);
const fromStart = { from: LOG_START, maxBytes: 1e6 };

describe('appending', () => {
  it('is refused as overloaded at once where the mailbox is full, and nothing of it is stored', async () => {
    const batch = { maxMessages: 1, maxBytes: 1e6, maxWeight: 1e6 };
    owner = shard.startProcess({ mailbox: { maxMessages: 2, maxBytes: 1e6, batch } });
    const outcomes = ['a', 'b', 'c'].map((text) => appendTo(owner, text));
    await Promise.resolve();
    expect(outcomes.map(({ refused }) => refused?.kind)).toEqual([undefined, undefined, 'overloaded']);

    await shard.timers.settle();
    expect(await shard.storedTexts()).toEqual(['a', 'b']);
  });
});

describe('reading', () => {
  it('needs no storage where the tail reaches back so far', async () => {
    await store(owner, 'a', 'b', 'c');
    owner.log.cutOff();
    const [, second] = await shard.storedRecords();
    const from = second?.position ?? LOG_START;

    const answer = await owner.client.read(SHARD, { from, maxBytes: 1e6 });
    expect(textsOf(answer)).toEqual(['b', 'c']);
    expect(answer).toMatchObject({ isAtTip: true, isSealed: false });
  });

  it('falls back on the log for what the tail does not hold', async () => {
    await store(owner, 'a', 'b');
    const reader = shard.startProcess();
    expect(textsOf(await reader.client.read(SHARD, fromStart))).toEqual(['a', 'b']);
    expect(textsOf(await owner.client.read(SHARD, fromStart))).toEqual(['a', 'b']);
  });

  it('is not answered by the tail before the batch passed its barrier', async () => {
    await store(owner, 'a');
    const release = owner.log.holdNextReply();
    appendTo(owner, 'b');
    await shard.timers.settle();
    owner.log.cutOff();
    const [first] = await shard.storedRecords();
    const from = first?.position ?? LOG_START;

    expect(textsOf(await owner.client.read(SHARD, { from, maxBytes: 1e6 }))).toEqual(['a']);
    release();
    await shard.timers.settle();
    expect(textsOf(await owner.client.read(SHARD, { from, maxBytes: 1e6 }))).toEqual(['a', 'b']);
  });

  it('behind the tail sees what another owner wrote, and the seal', async () => {
    await store(owner, 'a');
    const [{ position } = { position: LOG_START }] = await shard.storedRecords();
    await store(shard.startProcess(), 'b');
    await shard.seal();

    const behind = await owner.client.read(SHARD, { from: after(position), maxBytes: 1e6 });
    expect(textsOf(behind)).toEqual(['b']);
    expect(behind.isSealed).toBe(true);
  });

  it('is told apart: a log that is gone, and one that gives no answer', async () => {
    await store(owner, 'a');
    const reader = shard.startProcess();
    const reconnect = reader.log.cutOff();
    await expect(reader.client.read(SHARD, fromStart)).rejects.toMatchObject({ kind: 'unknown' });
    await expect(reader.client.tip(SHARD)).rejects.toMatchObject({ kind: 'unknown' });
    await expect(reader.client.locate(SHARD, 0)).rejects.toMatchObject({ kind: 'unknown' });

    reconnect();
    await shard.delete();
    await expect(reader.client.read(SHARD, fromStart)).rejects.toMatchObject({ kind: 'gone' });
    await expect(reader.client.tip(SHARD)).rejects.toMatchObject({ kind: 'gone' });
  });
});

describe('following', () => {
  let told = 0;
  let stop: () => void;

  beforeEach(() => {
    told = 0;
    stop = owner.client.follow(SHARD, () => (told += 1));
  });

  it('hears of each batch, also of one whose answer was lost, and of none after its end', async () => {
    await store(owner, 'a');
    expect(told).toBe(1);

    owner.log.loseNextReply({ executed: true });
    await store(owner, 'b');
    expect(told).toBe(1);
    await shard.timers.advance(10);
    expect(told).toBe(2);

    stop();
    await store(owner, 'c');
    expect(told).toBe(2);
  });

  it.each(['holds a claim', 'has none yet'])('hears of the seal where the owner %s', async (owning) => {
    if (owning === 'holds a claim') await store(owner, 'a');
    told = 0;
    await shard.seal();
    const refused = appendTo(owner, 'late');
    await shard.timers.settle();

    expect(refused.refused?.kind).toBe('sealed');
    expect(told).toBe(1);
    expect((await owner.client.read(SHARD, fromStart)).isSealed).toBe(true);
  });
});

describe('tip and place in time', () => {
  it('are what the log says, whoever wrote last', async () => {
    await store(owner, 'a');
    await shard.timers.advance(1000);
    await store(shard.startProcess(), 'b');
    const [first, second] = await shard.storedRecords();
    const [, { batch } = { batch: { timeMs: 0 } }] = await shard.storedBatches();

    expect(await owner.client.tip(SHARD)).toEqual({ position: second?.position, isSealed: false });
    expect(await owner.client.locate(SHARD, batch.timeMs)).toEqual(second?.position);
    expect(await owner.client.locate(SHARD, 0)).toEqual(first?.position);
  });
});

describe('draining', () => {
  it('finishes what waits, refuses what comes, and drops the tails', async () => {
    const release = owner.log.holdNextReply();
    const inFlight = appendTo(owner, 'a');
    await shard.timers.settle();
    const waiting = appendTo(owner, 'b');
    const drained = owner.client.drain(1000);
    const late = appendTo(owner, 'c');
    release();
    await shard.timers.settle();

    await expect(drained).resolves.toBe('drained');
    expect([inFlight, waiting].map(({ appended }) => appended?.firstIndex)).toEqual([1, 2]);
    expect(late.refused?.kind).toBe('not-owner');
    expect(await shard.storedTexts()).toEqual(['a', 'b']);
    owner.log.cutOff();
    const [first] = await shard.storedRecords();
    await expect(
      owner.client.read(SHARD, { from: first?.position ?? LOG_START, maxBytes: 1 }),
    ).rejects.toMatchObject({ kind: 'unknown' });
  });

  it('at its deadline answers unknown for what was sent, not-owner for what was not', async () => {
    owner.log.holdNextReply();
    const inFlight = owner.client.append(SHARD, packed('a'));
    const refusedInFlight = expect(inFlight).rejects.toMatchObject({ kind: 'unknown' });
    await shard.timers.settle();
    const waiting = expect(owner.client.append(SHARD, packed('b'))).rejects.toMatchObject({
      kind: 'not-owner',
    });
    const drained = owner.client.drain(1000);
    await shard.timers.advance(1000);

    await expect(drained).resolves.toBe('deadline-passed');
    await refusedInFlight;
    await waiting;
  });
});
