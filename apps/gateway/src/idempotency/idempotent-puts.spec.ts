import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ShardError, type ShardClient } from '#lib/ports';
import type { OperationContext } from '../operation-context.js';
import { putEntries } from '../put-entries.js';
import type { PutEntry } from '../records/record-placement.js';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { storedRecords } from '../testing/stored-records.js';
import { IdempotencyKeyReused, IdempotentPuts, type IdempotentPut } from './idempotent-puts.js';
import { IDEMPOTENCY_WINDOW_MS } from './put-ledger.js';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders', { shardCount: 2 });
});
afterEach(() => gateway.close());

/** Explicit hash keys of the two shards. */
const [LOW, HIGH] = ['0', String(2n ** 128n - 1n)];

function entriesOf(...texts: readonly string[]): readonly PutEntry[] {
  return texts.map((text, i) => ({
    Data: Buffer.from(text),
    PartitionKey: 'k',
    ExplicitHashKey: i % 2 === 0 ? LOW : HIGH,
  }));
}

const PUT: IdempotentPut = {
  streamName: 'orders',
  key: 'order 7',
  caller: 'someone',
  body: ['a', 'b'],
  entries: entriesOf('a', 'b'),
};

function putWith(puts: IdempotentPuts, context: OperationContext, put: IdempotentPut = PUT) {
  return puts.put(put, (entries) => putEntries('orders', entries, context));
}

async function stored(): Promise<readonly string[]> {
  const shards = await Promise.all(
    [0, 1].map((shardNumber) => storedRecords({ streamName: 'orders', shardNumber }, gateway.context)),
  );
  return shards.flat().map(({ Data }) => Buffer.from(Data).toString());
}

/** The gateway's shards, but that appends to one of them go through `append`. */
function contextWhere(
  shardNumber: number,
  append: (put: () => Promise<unknown>) => Promise<never>,
): OperationContext {
  const { router } = gateway.context;
  const failing: ShardClient = {
    append: (shard, records, ...rest) =>
      shard.shardNumber === shardNumber
        ? append(() => router.append(shard, records, ...rest))
        : router.append(shard, records, ...rest),
    admitRead: (shard) => router.admitRead(shard),
    chargeRead: (...charge) => router.chargeRead(...charge),
    read: (shard, request) => router.read(shard, request),
    tip: (shard) => router.tip(shard),
    locate: (shard, timestampMs) => router.locate(shard, timestampMs),
    follow: (shard, listener) => router.follow(shard, listener),
  };
  return { ...gateway.context, router: failing };
}

describe('a put with an idempotency key', () => {
  it('happens once, and is answered as the first time', async () => {
    const puts = new IdempotentPuts(gateway.context);
    const first = await putWith(puts, gateway.context);
    expect(await putWith(puts, gateway.context)).toEqual(first);
    expect(await stored()).toEqual(['a', 'b']);
  });

  it('happens once also where it is sent twice at a time', async () => {
    const puts = new IdempotentPuts(gateway.context);
    const [first, second] = await Promise.all([
      putWith(puts, gateway.context),
      putWith(puts, gateway.context),
    ]);
    expect(second).toEqual(first);
    expect(await stored()).toEqual(['a', 'b']);
  });

  it('is known to the next process by what stands in the log', async () => {
    const first = await putWith(new IdempotentPuts(gateway.context), gateway.context);
    await putEntries('orders', entriesOf('c'), gateway.context);
    expect(await putWith(new IdempotentPuts(gateway.context), gateway.context)).toEqual(first);
    expect(await stored()).toEqual(['a', 'c', 'b']);
  });

  it('is refused with another body, by this process and by the next one', async () => {
    const puts = new IdempotentPuts(gateway.context);
    await putWith(puts, gateway.context);
    const other = { ...PUT, body: ['ab'] };
    for (const process of [puts, new IdempotentPuts(gateway.context)])
      await expect(putWith(process, gateway.context, other)).rejects.toThrow(IdempotencyKeyReused);
  });

  it('is another put with another key, of another caller, and after the window', async () => {
    const puts = new IdempotentPuts(gateway.context);
    await putWith(puts, gateway.context);
    await putWith(puts, gateway.context, { ...PUT, key: 'order 8' });
    await putWith(puts, gateway.context, { ...PUT, caller: 'another' });
    gateway.nowMs += IDEMPOTENCY_WINDOW_MS + 1;
    for (const process of [puts, new IdempotentPuts(gateway.context)])
      await putWith(process, gateway.context);
    expect(await stored()).toHaveLength(8);
  });

  it('stores only what is missing where a part of it failed', async () => {
    const puts = new IdempotentPuts(gateway.context);
    const refuse = () => Promise.reject(new ShardError('not-stored', 'refused by the test'));
    const [first, second] = await putWith(puts, contextWhere(1, refuse));
    expect([first, second]).toEqual([
      expect.objectContaining({ shardId: 'shardId-000000000000' }),
      { error: expect.objectContaining({ outcomeUnknown: false }) },
    ]);
    const again = await putWith(puts, gateway.context);
    expect(again).toEqual([first, expect.objectContaining({ shardId: 'shardId-000000000001' })]);
    expect(await stored()).toEqual(['a', 'b']);
  });

  it('asks the log where nobody knows what became of it', async () => {
    const puts = new IdempotentPuts(gateway.context);
    const loseReply = async (put: () => Promise<unknown>): Promise<never> => {
      await put();
      throw new ShardError('unknown', 'lost by the test');
    };
    const [, second] = await putWith(puts, contextWhere(1, loseReply));
    expect(second).toEqual({ error: expect.objectContaining({ outcomeUnknown: true }) });
    const again = await putWith(puts, gateway.context);
    expect(again[1]).toMatchObject({ shardId: 'shardId-000000000001' });
    expect(await stored()).toEqual(['a', 'b']);
  });

  it('waits for the reading that knows of it, not only for an earlier one', async () => {
    const { router } = gateway.context;
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    // The first reading has read one shard and waits with the other; the second one waits with both.
    const readings: (Promise<void> | undefined)[] = [];
    const locate: ShardClient['locate'] = async (...place) => {
      await readings.shift();
      return router.locate(...place);
    };
    const puts = new IdempotentPuts({
      ...gateway.context,
      router: Object.assign(Object.create(router), { locate }),
    });
    const one = (key: string): IdempotentPut => ({ ...PUT, key, entries: entriesOf(key) });
    const retry = (key: string) => putWith(puts, gateway.context, one(key));
    const lost = Promise.withResolvers<void>();
    const loseLater = async (put: () => Promise<unknown>): Promise<never> => {
      await lost.promise;
      await put();
      throw new ShardError('unknown', 'lost by the test');
    };
    const loseNow = contextWhere(0, (put) => put().then(() => Promise.reject(new ShardError('unknown', ''))));
    await putWith(puts, gateway.context, one('before'));
    const [a, b] = ['a', 'b'].map((key) => putWith(puts, contextWhere(0, loseLater), one(key)));
    await putWith(puts, loseNow, one('c'));

    readings.push(undefined, first.promise, second.promise);
    const retries = [retry('c')];
    await gateway.timers.settle();
    lost.resolve();
    await Promise.all([a, b]);
    retries.push(retry('a'));
    first.resolve();
    await retries[0];
    retries.push(retry('b'));
    await gateway.timers.settle();
    second.resolve();
    await Promise.all(retries);
    expect((await stored()).toSorted()).toEqual(['a', 'b', 'before', 'c']);
  });

  it('leaves its key free where it was refused as a whole', async () => {
    const puts = new IdempotentPuts(gateway.context);
    const wrong = { ...PUT, entries: [{ Data: Buffer.alloc(0), PartitionKey: '' }], body: ['wrong'] };
    await expect(putWith(puts, gateway.context, wrong)).rejects.toMatchObject({
      code: 'ValidationException',
    });
    await putWith(puts, gateway.context);
    expect(await stored()).toEqual(['a', 'b']);
  });

  it('tries to read the log again where that failed', async () => {
    const puts = new IdempotentPuts({
      ...gateway.context,
      router: { ...contextWhere(9, () => Promise.reject(new Error())).router, ...failingLocate() },
    });
    await expect(putWith(puts, gateway.context)).rejects.toMatchObject({
      code: 'ServiceUnavailable',
      cause: expect.any(ShardError),
    });
    expect(await stored()).toEqual([]);
    await putWith(puts, gateway.context);
    expect(await stored()).toEqual(['a', 'b']);
  });
});

/** Fails at the first call. */
function failingLocate(): Pick<ShardClient, 'locate'> {
  let calls = 0;
  return {
    locate: (shard, timestampMs) => {
      calls += 1;
      if (calls === 1) return Promise.reject(new ShardError('unknown', 'refused by the test'));
      return gateway.context.router.locate(shard, timestampMs);
    },
  };
}
