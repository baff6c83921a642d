import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideMaxRecordSize, decideRegisterConsumer, type Stream, type StreamEvent } from '#lib/kinesis';
import type { StreamCatalogue } from './stream-catalogue.js';
import { CatalogueStage, named, START_MS } from './testing/catalogue-stage.js';

const TRANSITION_MS = 500;
const PATIENCE_MS = 10_000;
const clicks = { name: named('clicks'), shardCount: 1 };

const grow = (catalogue: StreamCatalogue, { id }: Stream, maxRecordSizeKiB = 2048) =>
  catalogue.updateStream(id, (stream, context) => decideMaxRecordSize(stream, maxRecordSizeKiB, context));
const register = (catalogue: StreamCatalogue, { id }: Stream, consumerName: string) =>
  catalogue.updateStream(id, (stream, context) => decideRegisterConsumer(stream, { consumerName }, context));

/** A process with an ACTIVE stream, on a stage where transitions take half a second. */
async function withStream(on = new CatalogueStage()) {
  const catalogue = await on.started({ transitionMs: TRANSITION_MS });
  const { id } = await catalogue.createStream(clicks);
  await on.timers.advance(TRANSITION_MS);
  return { on, catalogue, stream: catalogue.stream({ streamId: id }) };
}

const statusOf = (catalogue: StreamCatalogue) => catalogue.stream({ streamName: 'clicks' }).status;
const consumersOf = (catalogue: StreamCatalogue) =>
  catalogue.stream({ streamName: 'clicks' }).consumers.map(({ name, status }) => `${name} ${status}`);

describe('a stream that is UPDATING', () => {
  it('is ACTIVE again when the transition time is over, its shards untouched', async () => {
    const { on, catalogue, stream } = await withStream();
    const updating = await grow(catalogue, stream);
    expect(updating).toMatchObject({ status: 'UPDATING', statusSinceMs: START_MS + TRANSITION_MS });
    await on.timers.advance(TRANSITION_MS - 1);
    expect(statusOf(catalogue)).toBe('UPDATING');
    await on.timers.advance(1);
    const updated = catalogue.stream({ streamId: stream.id });
    expect(updated).toMatchObject({ status: 'ACTIVE', statusSinceMs: START_MS + 2 * TRANSITION_MS });
    expect(updated.shards).toBe(stream.shards);
    expect(on.logsOf(stream.id)).toEqual([0]);
    expect(on.timers.pendingTimers).toBe(0);
  });

  it('is ACTIVE at once where transitions take no time', async () => {
    const on = new CatalogueStage();
    const catalogue = await on.started();
    const stream = await catalogue.createStream(clicks);
    expect((await grow(catalogue, stream)).status).toBe('ACTIVE');
    expect(await on.history()).toEqual([
      'StreamCreated 1',
      'StreamActivated 1',
      'MaxRecordSizeChanged 1',
      'StreamUpdateFinished 1',
    ]);
    expect(on.timers.pendingTimers).toBe(0);
  });

  it('becomes ACTIVE with the next start where the process crashed', async () => {
    const { on, catalogue, stream } = await withStream();
    await grow(catalogue, stream);
    await catalogue.stop();
    await on.timers.advance(TRANSITION_MS);
    const restarted = await on.another({ transitionMs: TRANSITION_MS });
    expect(statusOf(restarted)).toBe('ACTIVE');
    expect(on.timers.pendingTimers).toBe(0);
  });

  it('stays so for what is left of its time where the next start comes sooner', async () => {
    const { on, catalogue, stream } = await withStream();
    await grow(catalogue, stream);
    await on.timers.advance(200);
    await catalogue.stop();
    const restarted = await on.another({ transitionMs: TRANSITION_MS });
    await on.timers.advance(299);
    expect(statusOf(restarted)).toBe('UPDATING');
    await on.timers.advance(1);
    expect(statusOf(restarted)).toBe('ACTIVE');
  });

  it('is taken on by another process, after some patience, where the one that changed it died', async () => {
    const { on, catalogue, stream } = await withStream();
    const other = await on.another({ transitionMs: TRANSITION_MS });
    await grow(catalogue, stream);
    await catalogue.stop();
    await on.timers.advance(TRANSITION_MS + PATIENCE_MS - 1);
    expect(statusOf(other)).toBe('UPDATING');
    await on.timers.advance(1);
    expect(statusOf(other)).toBe('ACTIVE');
    expect(on.timers.pendingTimers).toBe(0);
  });

  it('is ended by one of two processes, once', async () => {
    const { on, catalogue, stream } = await withStream();
    const other = await on.another({ transitionMs: TRANSITION_MS });
    await grow(catalogue, stream);
    await on.timers.advance(TRANSITION_MS + PATIENCE_MS);
    const ended = (await on.history()).filter((event) => event.startsWith('StreamUpdateFinished'));
    expect(ended).toHaveLength(1);
    expect(other.account()).toEqual(catalogue.account());
    expect(on.timers.pendingTimers).toBe(0);
  });

  it('goes on trying where the storage is away', async () => {
    const { on, catalogue, stream } = await withStream();
    await grow(catalogue, stream);
    const comeBack = on.controlLog.cutOff();
    await on.timers.advance(TRANSITION_MS + 1_500);
    expect(on.events.map(({ type }) => type)).toContain('stream-transition-failed');
    comeBack();
    await on.timers.advance(2_000);
    expect(statusOf(catalogue)).toBe('ACTIVE');
  });

  it('may be deleted: it never becomes ACTIVE again', async () => {
    const { on, catalogue, stream } = await withStream();
    await grow(catalogue, stream);
    await catalogue.deleteStream(stream.id);
    await on.timers.advance(TRANSITION_MS);
    expect(catalogue.account().streams.size).toBe(0);
    expect((await on.history()).slice(2)).toEqual([
      'MaxRecordSizeChanged 1',
      'StreamDeletionStarted 1',
      'StreamDeleted 1',
    ]);
    expect(on.timers.pendingTimers).toBe(0);
  });
});

describe('consumers of a stream', () => {
  it('become ACTIVE each in its own time, and go each in its own', async () => {
    const { on, catalogue, stream } = await withStream();
    await register(catalogue, stream, 'a');
    await on.timers.advance(300);
    await register(catalogue, stream, 'b');
    await on.timers.advance(200);
    expect(consumersOf(catalogue)).toEqual(['a ACTIVE', 'b CREATING']);
    const deregister = (consumerName: string) =>
      catalogue.updateStream(stream.id, ({ id: streamId }, { nowMs: atMs }) => [
        { type: 'ConsumerDeregistrationStarted', streamId, consumerName, atMs },
      ]);
    await deregister('a');
    await on.timers.advance(300);
    expect(consumersOf(catalogue)).toEqual(['a DELETING', 'b ACTIVE']);
    await on.timers.advance(200);
    expect(consumersOf(catalogue)).toEqual(['b ACTIVE']);
    expect(on.timers.pendingTimers).toBe(0);
  });

  it('are not forgotten where their time ends while others are looked at', async () => {
    const on = new CatalogueStage();
    let lookMs = 0;
    const clock = { nowMs: () => on.nowMs + (lookMs += TRANSITION_MS / 2) };
    const catalogue = await on.started({ transitionMs: TRANSITION_MS, clock });
    const stream = await catalogue.createStream(clicks);
    await on.timers.advance(TRANSITION_MS);
    for (const name of ['a', 'b', 'c']) await register(catalogue, stream, name);
    await on.timers.advance(TRANSITION_MS);
    expect(consumersOf(catalogue)).toEqual(['a ACTIVE', 'b ACTIVE', 'c ACTIVE']);
  });

  it('do not put off the end of UPDATING, nor it theirs', async () => {
    const { on, catalogue, stream } = await withStream();
    await register(catalogue, stream, 'a');
    await on.timers.advance(100);
    await grow(catalogue, stream);
    await on.timers.advance(400);
    expect([statusOf(catalogue), ...consumersOf(catalogue)]).toEqual(['UPDATING', 'a ACTIVE']);
    await on.timers.advance(100);
    expect(statusOf(catalogue)).toBe('ACTIVE');
  });

  it('are not put off by what another process begins, though that process dies', async () => {
    const { on, catalogue, stream } = await withStream();
    const dying = await on.another({ transitionMs: TRANSITION_MS });
    await register(catalogue, stream, 'a');
    await on.timers.advance(100);
    await grow(dying, stream);
    await dying.stop();
    await on.timers.advance(400);
    expect(consumersOf(catalogue)).toEqual(['a ACTIVE']);
    await on.timers.advance(100);
    expect(statusOf(catalogue)).toBe('ACTIVE');
  });

  it('leave nothing behind where their stream is deleted', async () => {
    const { on, catalogue, stream } = await withStream();
    await register(catalogue, stream, 'a');
    await catalogue.deleteStream(stream.id, { enforceConsumerDeletion: true });
    await on.timers.advance(TRANSITION_MS);
    expect(catalogue.account().streams.size).toBe(0);
    await on.timers.advance(60_000);
    expect(on.timers.pendingTimers).toBe(0);
    expect(on.events).toEqual([]);
  });
});

const anyStep = fc.record({
  process: fc.constantFrom(0, 1),
  verb: fc.constantFrom('grow' as const, 'register' as const, 'wait' as const),
  number: fc.integer({ min: 1, max: 4 }),
});

describe('whatever two processes do with a stream', () => {
  it('everything becomes ACTIVE, once for each time that it was not, in both of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 10 }), async (steps) => {
        const { on, catalogue, stream } = await withStream();
        const processes = [catalogue, await on.another({ transitionMs: TRANSITION_MS })];
        for (const { process, verb, number } of steps) {
          const by = processes[process] ?? catalogue;
          if (verb === 'wait') await on.timers.advance(number * 150);
          else if (verb === 'grow') await grow(by, stream, number * 1024).catch(isRefusal);
          else await register(by, stream, `c${number}`).catch(isRefusal);
        }
        await on.timers.advance(TRANSITION_MS + PATIENCE_MS);
        for (const each of processes) {
          const { status, consumers } = each.stream({ streamId: stream.id });
          expect(each.account()).toEqual(catalogue.account());
          expect(new Set([status, ...consumers.map((consumer) => consumer.status)])).toEqual(
            new Set(['ACTIVE']),
          );
        }
        expect(on.timers.pendingTimers).toBe(0);
        const counts = countsOf(
          (await on.controlLog.readAfter(0)).flatMap(({ events }) => events as StreamEvent[]),
        );
        expect(counts('StreamUpdateFinished')).toBe(counts('MaxRecordSizeChanged'));
        expect(counts('ConsumerActivated')).toBe(counts('ConsumerRegistered'));
      }),
      { numRuns: 100 },
    );
  });
});

/** Of a change of a stream that is not ACTIVE, or of a name that is used. */
function isRefusal(error: unknown): void {
  expect(error).toMatchObject({ code: 'ResourceInUseException' });
}

function countsOf(events: readonly StreamEvent[]): (type: StreamEvent['type']) => number {
  return (type) => events.filter((event) => event.type === type).length;
}
