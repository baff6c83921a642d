import { describe, expect, it } from '@jest/globals';
import { LAST_HASH_KEY, type HashKey, type ShardRef, type StreamId } from '#lib/kinesis';
import { StorageError, type OpenedShard, type ShardLog } from '#lib/ports';
import { CatalogueStage, named, SCOPE, START_MS } from './testing/catalogue-stage.js';

const stage = () => new CatalogueStage();
const clicks = { name: named('clicks'), shardCount: 3 };

describe('creating a stream', () => {
  it('opens its shard logs and makes it ACTIVE, where transitions take no time', async () => {
    const on = stage();
    const catalogue = await on.started();
    const stream = await catalogue.createStream(clicks);
    expect(stream).toMatchObject({ name: 'clicks', status: 'ACTIVE', createdAtMs: START_MS });
    expect(on.logsOf(stream.id)).toEqual([0, 1, 2]);
    expect(catalogue.stream({ streamName: 'clicks' })).toBe(stream);
    expect(on.timers.pendingTimers).toBe(0);
  });

  it('leaves it CREATING for as long as transitions last', async () => {
    const on = stage();
    const catalogue = await on.started({ transitionMs: 500 });
    const { id, status } = await catalogue.createStream(clicks);
    expect(status).toBe('CREATING');
    await on.timers.advance(499);
    expect(catalogue.stream({ streamId: id })).toMatchObject({ status: 'CREATING', statusSinceMs: START_MS });
    await on.timers.advance(1);
    expect(catalogue.stream({ streamId: id })).toMatchObject({
      status: 'ACTIVE',
      statusSinceMs: START_MS + 500,
    });
    expect(on.logsOf(id)).toEqual([0, 1, 2]);
    expect(on.timers.pendingTimers).toBe(0);
  });

  it('is refused as the account decides, and leaves nothing behind', async () => {
    const on = stage();
    const catalogue = await on.started({ shardQuota: 5 });
    await catalogue.createStream(clicks);
    await expect(catalogue.createStream(clicks)).rejects.toMatchObject({ code: 'ResourceInUseException' });
    await expect(catalogue.createStream({ name: named('more'), shardCount: 3 })).rejects.toMatchObject({
      code: 'LimitExceededException',
    });
    expect(await on.history()).toEqual(['StreamCreated 1', 'StreamActivated 1']);
  });

  it('is accepted while the shard logs cannot be opened; they are later', async () => {
    const on = stage();
    const shardLog = on.shardLog.connectAnother();
    const catalogue = await on.started({ shardLog });
    const comeBack = shardLog.cutOff();
    const stream = await catalogue.createStream(clicks);
    expect(stream.status).toBe('CREATING');
    await on.timers.advance(2_500);
    expect(on.events.map(({ type }) => type)).toEqual(Array(3).fill('stream-transition-failed'));
    comeBack();
    await on.timers.advance(500);
    expect(catalogue.stream({ streamId: stream.id }).status).toBe('ACTIVE');
    expect(on.timers.pendingTimers).toBe(0);
  });

  it('takes ten thousand shards', async () => {
    const on = stage();
    const catalogue = await on.started();
    const { id, shards } = await catalogue.createStream({ name: named('wide'), shardCount: 10_000 });
    expect(shards).toHaveLength(10_000);
    expect(
      shards.filter(({ number }) => on.shardLog.entryIds({ streamId: id, shardNumber: number }).length !== 1),
    ).toEqual([]);
  });
});

describe('deleting a stream', () => {
  it('removes its shard logs and frees the name, where transitions take no time', async () => {
    const on = stage();
    const catalogue = await on.started();
    const { id } = await catalogue.createStream(clicks);
    await catalogue.deleteStream(id);
    expect(on.logsOf(id)).toEqual([]);
    expect(() => catalogue.stream({ streamName: 'clicks' })).toThrow(
      expect.objectContaining({ code: 'ResourceNotFoundException' }),
    );
    expect((await catalogue.createStream(clicks)).id).not.toBe(id);
  });

  it('leaves it DELETING, with its logs, for as long as transitions last', async () => {
    const on = stage();
    const catalogue = await on.started({ transitionMs: 500 });
    const { id } = await catalogue.createStream(clicks);
    await on.timers.advance(500);
    await catalogue.deleteStream(id);
    await on.timers.advance(499);
    expect(catalogue.stream({ streamId: id }).status).toBe('DELETING');
    expect(on.logsOf(id)).toEqual([0, 1, 2]);
    await on.timers.advance(1);
    expect(catalogue.account().streams.size).toBe(0);
    expect(on.logsOf(id)).toEqual([]);
    expect(on.timers.pendingTimers).toBe(0);
  });

  it('of one that is CREATING never makes it ACTIVE', async () => {
    const on = stage();
    const catalogue = await on.started({ transitionMs: 500 });
    const { id } = await catalogue.createStream(clicks);
    await catalogue.deleteStream(id);
    await on.timers.advance(500);
    expect(await on.history()).toEqual(['StreamCreated 1', 'StreamDeletionStarted 1', 'StreamDeleted 1']);
    expect(on.logsOf(id)).toEqual([]);
  });

  it('is refused when the stream is unknown, or going already', async () => {
    const catalogue = await stage().started({ transitionMs: 500 });
    const { id } = await catalogue.createStream(clicks);
    await catalogue.deleteStream(id);
    await expect(catalogue.deleteStream(id)).rejects.toMatchObject({ code: 'ResourceInUseException' });
    await expect(catalogue.deleteStream('none' as StreamId)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });

  it('by another process while the logs are being opened opens no more, and leaves none behind', async () => {
    const on = stage();
    const shardLog = new GatedShardLog(on.shardLog);
    const [catalogue, other] = [await on.started({ shardLog }), await on.another()];
    const creation = catalogue.createStream({ name: named('wide'), shardCount: 2_500 });
    await on.timers.settle();
    const { id } = other.stream({ streamName: 'wide' });
    await other.deleteStream(id);
    shardLog.letThrough();
    await expect(creation).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    expect(shardLog.calls).toEqual(['open 1000', 'delete 2500']);
    expect(on.logsOf(id)).toEqual([]);
  });

  it('waits until this process has opened its logs', async () => {
    const on = stage();
    const shardLog = new GatedShardLog(on.shardLog);
    const catalogue = await on.started({ shardLog });
    const creation = catalogue.createStream(clicks);
    await on.timers.settle();
    const { id } = catalogue.stream({ streamName: 'clicks' });
    const deletion = catalogue.deleteStream(id);
    await on.timers.settle();
    expect(shardLog.calls).toEqual(['open 3']);
    shardLog.letThrough();
    await Promise.allSettled([creation, deletion]);
    expect(await on.history()).toEqual(['StreamCreated 1', 'StreamDeletionStarted 1', 'StreamDeleted 1']);
    expect(on.logsOf(id)).toEqual([]);
  });

  it('by another process after the logs were opened in part leaves none behind', async () => {
    const on = stage();
    const shardLog: Pick<ShardLog, 'open' | 'delete'> = {
      open: async (shards) => {
        await on.shardLog.open(shards.slice(0, 1));
        throw new StorageError('unknown', 'lost on the way');
      },
      delete: (shards) => on.shardLog.delete(shards),
    };
    const [catalogue, other] = [await on.started({ shardLog }), await on.another()];
    const { id } = await catalogue.createStream(clicks);
    await other.deleteStream(id);
    await on.shardLog.open([{ shard: { streamId: id, shardNumber: 0 }, range: EVERYTHING, parents: [] }]);
    await on.timers.advance(10_000);
    expect(on.logsOf(id)).toEqual([]);
    expect(on.timers.pendingTimers).toBe(0);
  });
});

const EVERYTHING = { start: 0n as HashKey, end: LAST_HASH_KEY };

/** Holds the opening of logs back until it is let through. */
class GatedShardLog implements Pick<ShardLog, 'open' | 'delete'> {
  readonly calls: string[] = [];
  letThrough: () => void = () => undefined;
  private readonly gate = new Promise<void>((resolve) => {
    this.letThrough = resolve;
  });

  constructor(private readonly log: ShardLog) {}

  async open(shards: readonly OpenedShard[]): Promise<void> {
    this.calls.push(`open ${shards.length}`);
    await this.gate;
    await this.log.open(shards);
  }

  async delete(shards: readonly ShardRef[]): Promise<void> {
    this.calls.push(`delete ${shards.length}`);
    await this.log.delete(shards);
  }
}

describe('finding a stream', () => {
  it('is done by name, ARN or id, and fails with AWS’s sentence', async () => {
    const catalogue = await stage().started();
    const stream = await catalogue.createStream(clicks);
    const streamArn = `arn:aws:kinesis:${SCOPE.region}:${SCOPE.accountId}:stream/clicks`;
    expect(catalogue.stream({ streamArn, streamId: stream.id })).toBe(stream);
    expect(() => catalogue.stream({ streamName: 'none' })).toThrow(
      'Stream none under account 123456789012 not found.',
    );
  });

  it('of another process works a moment after it was created there, or at once after a refresh', async () => {
    const on = stage();
    const [catalogue, other] = [await on.started(), await on.another()];
    const { id } = await catalogue.createStream(clicks);
    await other.refresh();
    expect(other.stream({ streamName: 'clicks' }).id).toBe(id);
    await catalogue.deleteStream(id);
    await on.timers.settle();
    expect(other.account().streams.size).toBe(0);
  });
});

describe('a start', () => {
  it('finishes the creation that a crash interrupted, also half way through the logs', async () => {
    const on = stage();
    const crashed = await on.another({ transitionMs: 500 });
    const { id, shards } = await crashed.createStream(clicks);
    await on.shardLog.open(
      shards.slice(0, 2).map(({ number, range, parents }) => ({
        shard: { streamId: id, shardNumber: number },
        range,
        parents,
      })),
    );
    await crashed.stop();
    const catalogue = await on.started();
    expect(catalogue.stream({ streamId: id }).status).toBe('ACTIVE');
    expect(on.logsOf(id)).toEqual([0, 1, 2]);
  });

  it('finishes the deletion that a crash interrupted, also half way through the logs', async () => {
    const on = stage();
    const crashed = await on.another({ transitionMs: 500 });
    const { id } = await crashed.createStream(clicks);
    await on.timers.advance(500);
    await crashed.deleteStream(id);
    await on.shardLog.delete([{ streamId: id, shardNumber: 1 }]);
    await crashed.stop();
    const catalogue = await on.started();
    expect(catalogue.account().streams.size).toBe(0);
    expect(on.logsOf(id)).toEqual([]);
  });

  it('never opens a log that an ACTIVE stream misses: it is lost data, which must be seen', async () => {
    const on = stage();
    const { id } = await (await on.another()).createStream(clicks);
    await on.shardLog.delete([{ streamId: id, shardNumber: 1 }]);
    await on.started();
    await on.timers.advance(60_000);
    expect(on.logsOf(id)).toEqual([0, 2]);
  });

  it('fails where the control log cannot be read', async () => {
    const on = stage();
    on.controlLog.cutOff();
    await expect(on.process().start()).rejects.toMatchObject({ kind: 'disconnected' });
  });
});

describe('another process', () => {
  it('takes on what one that died has left, after some patience', async () => {
    const on = stage();
    const [dying, other] = [await on.another({ transitionMs: 500 }), await on.another({ transitionMs: 500 })];
    const { id } = await dying.createStream(clicks);
    await dying.stop();
    await on.timers.advance(10_499);
    expect(other.stream({ streamId: id }).status).toBe('CREATING');
    await on.timers.advance(1);
    expect(other.stream({ streamId: id }).status).toBe('ACTIVE');
    expect(on.logsOf(id)).toEqual([0, 1, 2]);
  });

  it('looks again before it opens logs: the stream may have become ACTIVE, and lost one', async () => {
    const on = stage();
    const controlLog = Object.assign(on.controlLog.connectAnother(), { onAppended: () => () => undefined });
    const catalogue = await on.started({ transitionMs: 500 });
    const { id } = await catalogue.createStream(clicks);
    const deaf = await on.another({ controlLog, transitionMs: 1_000 });
    await on.timers.advance(900);
    expect(catalogue.stream({ streamId: id }).status).toBe('ACTIVE');
    expect(deaf.stream({ streamId: id }).status).toBe('CREATING');
    await on.shardLog.delete([{ streamId: id, shardNumber: 1 }]);
    await on.timers.advance(60_000);
    expect(deaf.stream({ streamId: id }).status).toBe('ACTIVE');
    expect(on.logsOf(id)).toEqual([0, 2]);
  });

  it('does not wait until its own clock, which is behind, has caught up', async () => {
    const on = stage();
    const dying = await on.another({ transitionMs: 500 });
    const { id } = await dying.createStream(clicks);
    await dying.stop();
    const clock = { nowMs: () => on.nowMs - 3_600_000 };
    const behind = await on.another({ transitionMs: 500, clock });
    await on.timers.advance(20_000);
    expect(behind.stream({ streamId: id }).status).toBe('ACTIVE');
  });
});

describe('a listener', () => {
  it('hears of changes of this process and of others, when the streams are as they say, until it stops', async () => {
    const on = stage();
    const catalogue = await on.started();
    const heard: string[][] = [];
    const stop = catalogue.onChanged(() =>
      heard.push([...catalogue.account().streams.values()].map(({ name, status }) => `${name} ${status}`)),
    );
    await catalogue.createStream(clicks);
    await (await on.another()).createStream({ name: named('orders'), shardCount: 1 });
    await on.timers.settle();
    expect(heard).toEqual([
      ['clicks CREATING'],
      ['clicks ACTIVE'],
      ['clicks ACTIVE', 'orders CREATING'],
      ['clicks ACTIVE', 'orders ACTIVE'],
    ]);

    stop();
    await catalogue.deleteStream(catalogue.stream({ streamName: 'clicks' }).id);
    expect(heard).toHaveLength(4);
  });
});

describe('a stop', () => {
  it('leaves no timer and begins nothing any more', async () => {
    const on = stage();
    const catalogue = await on.started({ transitionMs: 500 });
    const { id } = await catalogue.createStream(clicks);
    await catalogue.stop();
    expect(on.timers.pendingTimers).toBe(0);
    await on.timers.advance(60_000);
    expect(on.logsOf(id)).toEqual([]);
  });

  it('waits for the creation that it meets', async () => {
    const on = stage();
    const catalogue = await on.started();
    const creation = catalogue.createStream(clicks);
    await on.timers.settle();
    await catalogue.stop();
    expect((await creation).status).toBe('ACTIVE');
  });
});
