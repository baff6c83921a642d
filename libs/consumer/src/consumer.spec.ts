import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/eventually.js';
import { Consumer } from './consumer.js';
import type { ConsumerEvent } from './consumer-event.js';
import type { ConsumerOptions } from './consumer-options.js';
import { MemoryStateStore } from './stores/memory-state-store.js';
import { MemoryKinesis } from './testing/memory-kinesis.js';

interface Counts {
  lines: number;
  texts: string[];
}

describe('a consumer', () => {
  const running: Consumer<Counts>[] = [];
  const kinesis = (...shardIds: string[]): MemoryKinesis => {
    const stream = new MemoryKinesis();
    for (const shardId of shardIds) stream.addShard(shardId);
    return stream;
  };
  const consumerOf = (
    stream: MemoryKinesis,
    options: Partial<ConsumerOptions<Counts>> = {},
  ): Consumer<Counts> => {
    const consumer = new Consumer<Counts>({
      client: stream.client,
      stream: 'logs',
      store: new MemoryStateStore(),
      initialState: () => ({ lines: 0, texts: [] }),
      // It changes the state it was given, as a fold over large state would.
      fold: (state, record) => {
        state.lines += 1;
        state.texts.push(record.data.toString());
        return state;
      },
      pollMs: 1,
      ...options,
    });
    running.push(consumer);
    consumer.start();
    return consumer;
  };
  afterEach(async () => {
    await Promise.all(running.splice(0).map((consumer) => consumer.stop()));
  });

  it('folds the records of all shards, each shard in order', async () => {
    const stream = kinesis('a', 'b');
    for (let i = 0; i < 10; i += 1) stream.put(i % 2 ? 'a' : 'b', 'key', `${i}`);
    const consumer = consumerOf(stream);
    await eventually(() => consumer.state().lines === 10);
    expect(consumer.state().texts.filter((text) => Number(text) % 2)).toEqual(['1', '3', '5', '7', '9']);
    expect(consumer.state().texts.filter((text) => Number(text) % 2 === 0)).toEqual([
      '0',
      '2',
      '4',
      '6',
      '8',
    ]);
  });

  it('goes on after a stop where it stopped, and counts nothing twice', async () => {
    const stream = kinesis('a');
    const store = new MemoryStateStore();
    stream.put('a', 'key', 'first');
    const before = consumerOf(stream, { store });
    await eventually(() => before.state().lines === 1);
    await before.stop();
    stream.put('a', 'key', 'second');
    const after = consumerOf(stream, { store });
    await eventually(() => after.state().lines === 2);
    expect(after.state().texts).toEqual(['first', 'second']);
  });

  it('reads a child only after its parents were read to their end', async () => {
    const stream = kinesis('left', 'right');
    stream.addShard('merged', ['left', 'right']);
    stream.put('merged', 'key', 'child');
    for (let i = 0; i < 7; i += 1) stream.put('left', 'key', `left ${i}`);
    stream.put('right', 'key', 'right 0');
    stream.closeShard('left');
    const consumer = consumerOf(stream);
    await eventually(() => consumer.state().lines === 8);
    expect(consumer.state().texts).not.toContain('child');
    stream.closeShard('right');
    await eventually(() => consumer.state().lines === 9);
    expect(consumer.state().texts.at(-1)).toBe('child');
  });

  it('begins at LATEST only shards that were never begun and have no parents', async () => {
    const stream = kinesis('parent');
    stream.put('parent', 'key', 'before');
    const consumer = consumerOf(stream, { startingPosition: 'LATEST' });
    await eventually(() => consumer.behindLatestMs() === 0);
    stream.addShard('child', ['parent']);
    stream.put('child', 'key', 'after the reshard');
    stream.closeShard('parent');
    await eventually(() => consumer.state().lines === 1);
    expect(consumer.state().texts).toEqual(['after the reshard']);
    expect(stream.iteratorTypes).toEqual(['LATEST', 'TRIM_HORIZON']);
  });

  it('makes an iterator anew, behind the last record, when the old one expired', async () => {
    const stream = kinesis('a');
    stream.put('a', 'key', 'first');
    const consumer = consumerOf(stream);
    await eventually(() => consumer.state().lines === 1);
    stream.expireIterators();
    stream.put('a', 'key', 'second');
    await eventually(() => consumer.state().lines === 2);
    expect(consumer.state().texts).toEqual(['first', 'second']);
    expect(stream.iteratorTypes).toContain('AFTER_SEQUENCE_NUMBER');
  });

  it('goes back to its last commit when the fold throws in the middle of a batch', async () => {
    const stream = kinesis('a', 'b');
    for (let i = 0; i < 9; i += 1) stream.put(i % 2 ? 'a' : 'b', 'key', `${i}`);
    const events: ConsumerEvent[] = [];
    let failuresLeft = 2;
    const consumer = consumerOf(stream, {
      commitEvery: { records: 1, ms: 5 },
      onEvent: (event) => events.push(event),
      fold: async (state, record) => {
        state.lines += 1;
        state.texts.push(record.data.toString());
        await Promise.resolve();
        if (record.data.toString() === '7' && failuresLeft-- > 0) throw new Error('the seventh is heavy');
        return state;
      },
    });
    await eventually(() => consumer.state().lines === 9);
    expect(consumer.state().texts.toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8']);
    expect(events.map((event) => event.type)).toEqual(['went-back', 'went-back']);
  });

  it('waits for a stream that does not exist yet', async () => {
    const stream = kinesis();
    const events: ConsumerEvent[] = [];
    const consumer = consumerOf(stream, { onEvent: (event) => events.push(event) });
    await eventually(() => events.length > 0);
    stream.addShard('a');
    stream.put('a', 'key', 'at last');
    await eventually(() => consumer.state().lines === 1);
    expect(events).toEqual([{ type: 'waiting', stream: 'logs' }]);
  });

  it('begins anew where the stream was made anew', async () => {
    const stream = kinesis('a');
    const store = new MemoryStateStore();
    await store.save({
      streamId: 'incarnation-0',
      positions: { a: { after: '41' } },
      state: { lines: 42, texts: [] },
    });
    stream.put('a', 'key', 'new');
    const events: ConsumerEvent[] = [];
    const consumer = consumerOf(stream, { store, onEvent: (event) => events.push(event) });
    await eventually(() => consumer.state().lines === 1);
    expect(events).toEqual([{ type: 'new-incarnation', stream: 'logs', streamId: 'incarnation-1' }]);
  });
});
