import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ShardClient } from '#lib/ports';
import type { OperationContext } from '../operation-context.js';
import { recordsIn } from '../records/records-answer.js';
import { failingShards } from '../testing/failing-shards.js';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { ReshardedStream } from '../testing/resharded-stream.js';
import { StreamTail, type TailPiece } from './stream-tail.js';
import { resumedBeginnings, tailBeginnings, type TailBeginning, type TailStart } from './tail-beginnings.js';
import { MOST_PLACES, parseTailPlace, writeTailPlace } from './tail-place.js';

let gateway: MemoryGateway;
let orders: ReshardedStream;
let readers: Reader[];

async function open(shardCount: number): Promise<void> {
  gateway = await MemoryGateway.open({ shardQuota: 1000 });
  await gateway.createStream('orders', { shardCount });
  orders = new ReshardedStream(gateway, 'orders');
  readers = [];
}

beforeEach(() => open(2));
afterEach(async () => {
  for (const { tail } of readers) tail.close();
  await gateway.close();
});

/** Reads all pieces of a tail as they come. */
class Reader {
  readonly texts: string[] = [];
  pieces: readonly TailPiece[] = [];
  heartbeats = 0;
  state = 'open';

  constructor(readonly tail: StreamTail) {
    void this.read();
  }

  private async read(): Promise<void> {
    try {
      for await (const piece of this.tail.pieces()) {
        if (!piece) this.heartbeats += 1;
        else this.take(piece);
      }
      this.state = 'ended';
    } catch (error) {
      this.state = String(error);
    }
  }

  private take(piece: TailPiece): void {
    this.pieces = [...this.pieces, piece];
    for (const run of piece.reading.runs)
      for (const { Data } of recordsIn(run, piece.shard)) this.texts.push(Buffer.from(Data).toString());
  }
}

const contextOf = (): OperationContext => {
  const { context } = gateway;
  const { account, onChanged } = orders.catalogue;
  return { ...context, catalogue: Object.assign(Object.create(context.catalogue), { account, onChanged }) };
};

async function tail(start: TailStart = { type: 'LATEST' }, shardId?: string): Promise<Reader> {
  const stream = orders.present();
  const beginnings = await tailBeginnings({ stream, shardId, start }, contextOf());
  return reader(beginnings);
}

async function resume(id: string): Promise<Reader> {
  const place = parseTailPlace(id);
  if (!place) throw new Error(`no place: ${id}`);
  return reader(await resumedBeginnings(orders.present(), place, contextOf()));
}

async function reader(
  beginnings: readonly TailBeginning[],
  context: OperationContext = contextOf(),
): Promise<Reader> {
  const { timers } = gateway;
  const made = new Reader(new StreamTail({ stream: orders.present(), beginnings, context, timers }));
  readers.push(made);
  await timers.settle();
  return made;
}

/** Where the whole tail stood behind its last piece. */
function idBehind({ pieces }: Reader): string {
  const piece = pieces.at(-1);
  if (!piece) throw new Error('nothing was read');
  const { shard, reading, place } = piece;
  const shards = place.shards.map((each) =>
    each.shardNumber === shard.number ? { ...each, position: reading.next } : each,
  );
  return writeTailPlace({ ...place, shards });
}

const TRIM_HORIZON: TailStart = { type: 'TRIM_HORIZON' };

describe('a tail', () => {
  it('begins with what comes now, with the oldest record, or with a time', async () => {
    await orders.put(0, 'a');
    await gateway.advance(5000);
    await orders.put(1, 'b');
    const latest = await tail();
    const all = await tail(TRIM_HORIZON);
    const later = await tail({ type: 'AT_TIMESTAMP', timestampMs: gateway.nowMs - 1000 });
    await orders.put(0, 'c');
    expect(latest.texts).toEqual(['c']);
    expect(all.texts).toEqual(['a', 'b', 'c']);
    expect(later.texts).toEqual(['b', 'c']);
  });

  it('gives one shard where that is asked for', async () => {
    const one = await tail({ type: 'LATEST' }, '1');
    await orders.put(0, 'a');
    await orders.put(1, 'b');
    expect(one.texts).toEqual(['b']);
  });

  it('goes on with the children of a shard when they are there, after all records of their parents', async () => {
    const latest = await tail();
    const ofOne = await tail({ type: 'LATEST' }, '0');
    await orders.put(0, 'a');
    await orders.seal(0);
    await gateway.advance(5000);
    await orders.finish([0], 2);
    await orders.put(2, 'c');
    await orders.put(3, 'd');
    await orders.merge(1, 2);
    await orders.put(4, 'e');
    expect(latest.texts).toEqual(['a', 'c', 'd', 'e']);
    expect(ofOne.texts).toEqual(['a', 'c', 'd', 'e']);

    const all = await tail(TRIM_HORIZON);
    expect([...all.texts].toSorted()).toEqual(['a', 'c', 'd', 'e']);
    expect(all.texts.indexOf('a')).toBeLessThan(all.texts.indexOf('c'));
    expect(all.texts.indexOf('c')).toBeLessThan(all.texts.indexOf('e'));
  });

  it('says nothing but that it is there while nothing comes, and reads each shard once for that', async () => {
    let reads = 0;
    const { router } = gateway.context;
    gateway.context.router.read = (...request) => {
      reads += 1;
      return Object.getPrototypeOf(router).read.apply(router, request);
    };
    const idle = await tail();
    expect(reads).toBe(2);
    await gateway.advance(9000);
    expect([idle.heartbeats, reads]).toEqual([2, 6]);
  });

  it('ends in order', async () => {
    const ended = await tail();
    ended.tail.end();
    await gateway.timers.settle();
    expect(ended.state).toBe('ended');
  });

  it('says that its stream is gone', async () => {
    const beginnings = await tailBeginnings({ stream: orders.present(), start: TRIM_HORIZON }, contextOf());
    const lost = await reader(beginnings, gateway.context);
    await gateway.context.catalogue.deleteStream(orders.present().id);
    await gateway.timers.settle();
    expect(lost.state).toContain('Stream orders under account 000000000000 not found');
  });

  it('says that its shards do not answer', async () => {
    const beginnings = await tailBeginnings({ stream: orders.present(), start: TRIM_HORIZON }, contextOf());
    const lost = await reader(beginnings, { ...contextOf(), router: failingShards('unknown') });
    expect(lost.state).toContain('No answer came from shard shardId-000000000000');
  });

  it('follows nothing any more once it is closed, not even children that it reads of just then', async () => {
    const { router } = gateway.context;
    const { promise: mayRead, resolve: letRead } = Promise.withResolvers<void>();
    let followed = 0;
    const slow: ShardClient = Object.assign(Object.create(router), {
      async read(...request: Parameters<ShardClient['read']>) {
        await mayRead;
        return router.read(...request);
      },
      follow(...[shard, listener]: Parameters<ShardClient['follow']>) {
        const unfollow = router.follow(shard, listener);
        followed += 1;
        return () => {
          followed -= 1;
          unfollow();
        };
      },
    });
    const beginnings = await tailBeginnings({ stream: orders.present(), start: TRIM_HORIZON }, contextOf());
    await orders.split(0);
    const closed = await reader(beginnings, { ...contextOf(), router: slow });
    expect(followed).toBe(2);
    closed.tail.close();
    letRead();
    await gateway.timers.settle();
    expect([closed.state, followed]).toEqual(['ended', 0]);
  });
});

describe('a tail that goes on from an id', () => {
  it('misses nothing and repeats nothing, whatever the shards did before and since (fast-check prints the seed)', async () => {
    const steps = fc.array(fc.oneof(fc.nat(7), fc.constant('reshard' as const)), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(steps, steps, async (before, since) => {
        await gateway.close();
        await open(2);
        let written = 0;
        const apply = async (done: typeof before): Promise<void> => {
          for (const step of done) {
            const open = orders.present().shards.filter(({ closedAtSecond }) => closedAtSecond === undefined);
            const [one, other] = open;
            if (step !== 'reshard')
              await orders.put(open[step % open.length]?.number ?? 0, `${(written += 1)}`);
            else if (one && other && written % 2 === 0) await orders.merge(one.number, other.number);
            else await orders.split(one?.number ?? 0);
          }
        };
        const first = await tail();
        await orders.put(0, `${(written += 1)}`);
        await apply(before);
        first.tail.close();
        await apply(since);
        const second = await resume(idBehind(first));
        const all = [...first.texts, ...second.texts].map(Number).toSorted((a, b) => a - b);
        expect(all).toEqual(Array.from({ length: written }, (_, i) => i + 1));
      }),
      { numRuns: 30 },
    );
  });

  it('misses nothing of more shards than an id has room for', async () => {
    await gateway.close();
    const count = MOST_PLACES + 10;
    await open(count);
    const first = await tail();
    const texts = Array.from({ length: count }, (_, shard) => `${shard}`);
    for (const text of texts.slice(0, -5)) await orders.put(Number(text), text);
    first.tail.close();
    const id = idBehind(first);
    expect(id.length).toBeLessThan(2100);
    for (const text of texts.slice(-5)) await orders.put(Number(text), text);
    for (const text of texts) await orders.put(Number(text), `again ${text}`);

    const second = await resume(id);
    const missed = [...texts, ...texts.map((text) => `again ${text}`)].filter(
      (text) => !first.texts.includes(text) && !second.texts.includes(text),
    );
    expect(missed).toEqual([]);
    // What has an exact place is not repeated.
    expect(second.texts.filter((text) => first.texts.includes(text)).length).toBeLessThanOrEqual(10);
  });
});
