import { beforeEach, describe, expect, it } from '@jest/globals';
import { LOG_START } from '#lib/kinesis';
import { ShardError, type ShardClient } from '#lib/ports';
import { ShardRouter } from './shard-router.js';
import { appendTo, MemoryShard, packed, SHARD, type ShardProcess } from './testing/memory-shard.js';

let shard: MemoryShard;
let owner: ShardProcess;

beforeEach(async () => {
  shard = await MemoryShard.open();
  owner = shard.startProcess();
});

const routerTo = (clientFor: () => ShardClient): ShardRouter =>
  new ShardRouter({ clientFor, timers: shard.timers, random: () => 0 });

const refusing = (kind: ShardError['kind']): ShardClient => ({
  append: () => Promise.reject(new ShardError(kind, 'refused by the test')),
  admitRead: () => Promise.reject(new ShardError(kind, 'refused by the test')),
  chargeRead: () => undefined,
  read: () => Promise.reject(new ShardError(kind, 'refused by the test')),
  tip: () => Promise.reject(new ShardError(kind, 'refused by the test')),
  locate: () => Promise.reject(new ShardError(kind, 'refused by the test')),
  follow: () => () => undefined,
});

describe('the router', () => {
  it('waits for a fenced owner to claim again, and the record is stored once', async () => {
    appendTo(owner, 'a');
    await shard.timers.settle();
    appendTo(shard.startProcess(), 'b');
    await shard.timers.settle();

    const appended = routerTo(() => owner.client).append(SHARD, packed('c'));
    await shard.timers.advance(500);

    expect((await appended).firstIndex).toBe(3);
    expect(await shard.storedTexts()).toEqual(['a', 'b', 'c']);
  });

  it('asks anew who owns the shard before each try', async () => {
    const clients = [refusing('not-owner'), refusing('not-owner'), owner.client];
    const appended = routerTo(() => clients.shift() ?? refusing('unknown')).append(SHARD, packed('a'));
    await shard.timers.advance(500);

    expect((await appended).firstIndex).toBe(1);
  });

  it('gives up at its deadline', async () => {
    const append = routerTo(() => refusing('not-owner')).append(SHARD, packed('a'));
    const refused = expect(append).rejects.toMatchObject({ kind: 'not-owner' });
    await shard.timers.advance(3000);

    await refused;
    expect(shard.timers.pendingTimers).toBe(0);
  });

  it.each(['sealed', 'gone', 'overloaded', 'not-stored', 'unknown'] as const)(
    'passes on what it cannot mend: %s',
    async (kind) => {
      const clients = [refusing(kind), owner.client];
      const append = routerTo(() => clients.shift() ?? owner.client).append(SHARD, packed('a'));

      await expect(append).rejects.toMatchObject({ kind });
      expect(await shard.storedTexts()).toEqual([]);
    },
  );

  it('sends reads where the shard is', async () => {
    appendTo(owner, 'a');
    await shard.timers.settle();
    const router = routerTo(() => owner.client);

    expect((await router.read(SHARD, { from: LOG_START, maxBytes: 1 })).batches).toHaveLength(1);
    expect((await router.tip(SHARD)).position.index).toBe(1);
    expect((await router.locate(SHARD, 0)).index).toBe(1);
    let told = 0;
    router.follow(SHARD, () => (told += 1));
    await shard.own(owner, 'b');
    expect(told).toBe(1);
  });
});
