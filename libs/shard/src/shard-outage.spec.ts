import { beforeEach, describe, expect, it } from '@jest/globals';
import { FIRST_EPOCH, LAST_EPOCH } from '#lib/kinesis';
import { EpochsRunLow } from './shard-event.js';
import {
  appendTo,
  firstIndexes,
  MemoryShard,
  refusals,
  SHARD,
  type ShardProcess,
} from './testing/memory-shard.js';

let shard: MemoryShard;
let owner: ShardProcess;

beforeEach(async () => {
  shard = await MemoryShard.open();
  owner = shard.startProcess();
});

describe('a storage that is away', () => {
  it('costs three seconds once, then each caller one try', async () => {
    await shard.own(owner, 'a');
    owner.log.cutOff();
    const first = appendTo(owner, 'b');
    await shard.timers.advance(2_500);
    expect(first).toEqual({});
    await shard.timers.advance(500);
    expect(refusals(first)).toEqual(['not-stored']);

    const later = appendTo(owner, 'c');
    await shard.timers.settle();
    expect(refusals(later)).toEqual(['not-stored']);
    expect(owner.events.filter(({ type }) => type === 'shard-unavailable')).toHaveLength(1);
    expect(shard.timers.pendingTimers).toBe(1);
  });

  it('and took a batch along leaves it unknown, and what was not sent not stored', async () => {
    await shard.own(owner, 'a');
    owner.log.loseNextReply({ executed: true });
    const sent = appendTo(owner, 'b');
    await shard.timers.settle();
    const reconnect = owner.log.cutOff();
    const unsent = appendTo(owner, 'c');
    await shard.timers.advance(3_000);
    expect(refusals(sent, unsent)).toEqual(['unknown', 'not-stored']);

    reconnect();
    const next = appendTo(owner, 'd');
    await shard.timers.settle();
    expect(firstIndexes(next)).toEqual([3]);
    expect(await shard.storedTexts()).toEqual(['a', 'b', 'd']);
  });

  it('and comes back within the three seconds costs nobody an error', async () => {
    await shard.own(owner, 'a');
    const reconnect = owner.log.cutOff();
    const outcomes = [appendTo(owner, 'b'), appendTo(owner, 'c')];
    await shard.timers.advance(1_000);
    reconnect();
    await shard.timers.advance(250);

    expect(firstIndexes(...outcomes)).toEqual([2, 3]);
  });

  it('is asked with pauses for as long again when it comes back and goes again', async () => {
    owner.log.cutOff();
    appendTo(owner, 'a');
    await shard.timers.advance(4_000);
    owner.log.cutOff()();
    await shard.own(owner, 'b');
    const reconnect = owner.log.cutOff();
    const outcome = appendTo(owner, 'c');
    await shard.timers.advance(1_000);
    reconnect();
    await shard.timers.advance(250);

    expect(firstIndexes(outcome)).toEqual([2]);
  });

  it('is not asked again while nobody appends', async () => {
    owner.log.cutOff();
    appendTo(owner, 'a');
    await shard.timers.advance(3_000);
    const claims = shard.entryIds.length;
    await shard.timers.advance(30_000);

    expect(shard.entryIds).toHaveLength(claims);
    expect(shard.timers.pendingTimers).toBe(1);
  });
});

describe('a storage that refuses', () => {
  it('makes the batch not stored, at once, and no index is left out', async () => {
    await shard.own(owner, 'a');
    owner.log.refuseNextWrite();
    const refused = appendTo(owner, 'b');
    await shard.timers.settle();
    const next = appendTo(owner, 'c');
    await shard.timers.settle();

    expect(refusals(refused)).toEqual(['not-stored']);
    expect(firstIndexes(next)).toEqual([2]);
  });

  it('never sees an id twice: the next batch is sent under a new claim', async () => {
    await shard.own(owner, 'a');
    owner.log.refuseNextWrite();
    await shard.own(owner, 'b');
    const next = appendTo(owner, 'c');
    await shard.timers.settle();

    expect(next.appended?.epoch).toBe(FIRST_EPOCH + 2);
  });

  it('the claim after a lost reply is asked again: what is in flight must be decided', async () => {
    await shard.own(owner, 'a');
    owner.log.loseNextReply({ executed: true });
    const inDoubt = appendTo(owner, 'b');
    await shard.timers.settle();
    owner.log.refuseNextWrite();
    await shard.timers.advance(100);

    expect(firstIndexes(inDoubt)).toEqual([2]);
  });

  it('another claim, for its epochs are used up, was announced at the half', async () => {
    shard = await MemoryShard.open('interval');
    owner = shard.startProcess();
    const announced = () => owner.events.filter(({ type }) => type === 'epochs-run-low');
    const claim = async (): Promise<number> => LAST_EPOCH - (await owner.log.claim(SHARD, 'a test')).epoch;
    const restartAndClaim = (): Promise<number> => {
      owner.log.restart();
      return claim();
    };
    while ((await restartAndClaim()) > 2 ** 19 + 64);
    while ((await claim()) > 2 ** 19 + 1);
    await shard.own(owner, 'a');
    expect(announced()).toEqual([]);
    owner.log.disconnect();
    appendTo(owner, 'b');
    await shard.timers.advance(10);
    expect(announced()).toEqual([new EpochsRunLow(SHARD, 2 ** 19 - 1)]);

    while ((await restartAndClaim()) >= 64);
    owner.log.restart();
    const outcome = appendTo(owner, 'c');
    await shard.timers.advance(10);
    expect(refusals(outcome)).toEqual(['not-stored']);
  });
});
