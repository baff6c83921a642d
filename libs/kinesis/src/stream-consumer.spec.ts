import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evolveConsumers, type StreamConsumer, type StreamConsumerEvent } from './stream-consumer.js';
import { anyConsumerEvent } from './testing/stream-events.js';
import { NOW_MS, streamIdOf } from './testing/streams.js';

const streamId = streamIdOf(0);
const anyEvents = fc.array(anyConsumerEvent(fc.constant(streamId)));

const fold = (events: readonly StreamConsumerEvent[]): readonly StreamConsumer[] =>
  events.reduce(evolveConsumers, [] as readonly StreamConsumer[]);

describe('the consumers of a stream', () => {
  it('are CREATING when they are registered, then ACTIVE, then DELETING, then gone', () => {
    const happening = { streamId, consumerName: 'a' };
    const life: readonly StreamConsumerEvent[] = [
      { type: 'ConsumerRegistered', ...happening, tags: { team: 'sales' }, atMs: NOW_MS },
      { type: 'ConsumerActivated', ...happening, atMs: NOW_MS + 1 },
      { type: 'ConsumerDeregistrationStarted', ...happening, atMs: NOW_MS + 2 },
      { type: 'ConsumerDeregistered', ...happening, atMs: NOW_MS + 3 },
    ];
    const registered = { name: 'a', createdAtMs: NOW_MS, tags: { team: 'sales' } };
    expect(life.map((_, i) => fold(life.slice(0, i + 1)))).toEqual([
      [{ ...registered, status: 'CREATING', statusSinceMs: NOW_MS }],
      [{ ...registered, status: 'ACTIVE', statusSinceMs: NOW_MS + 1 }],
      [{ ...registered, status: 'DELETING', statusSinceMs: NOW_MS + 2 }],
      [],
    ]);
  });

  it('are those that were registered and not deregistered since, each once, in the order of registration', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        let names: readonly string[] = [];
        for (const { type, consumerName } of events) {
          if (type === 'ConsumerRegistered' || type === 'ConsumerDeregistered')
            names = names.filter((name) => name !== consumerName);
          if (type === 'ConsumerRegistered') names = [...names, consumerName];
        }
        expect(fold(events).map(({ name }) => name)).toEqual(names);
      }),
    );
  });

  it('do not depend on what befalls the others', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const alone = fold(events.filter(({ consumerName }) => consumerName === 'a'));
        expect(fold(events).filter(({ name }) => name === 'a')).toEqual(alone);
      }),
    );
  });

  it('have the tags and the policy that they were given last', () => {
    const anyOfOne = fc.array(
      anyConsumerEvent(fc.constant(streamId)).map((event) => ({ ...event, consumerName: 'a' })),
    );
    fc.assert(
      fc.property(anyOfOne, (events) => {
        const [consumer] = fold(events);
        const birth = events.findLastIndex(({ type }) => type === 'ConsumerRegistered');
        const life = events.slice(Math.max(birth, 0));
        const tagged = life.findLast((event) => 'tags' in event);
        const policed = life.findLast((event) => event.type === 'ConsumerPolicyChanged');
        if (!consumer) return;
        expect(consumer.tags).toEqual(tagged?.tags);
        expect(consumer.policy).toBe(policed?.policy);
        expect('policy' in consumer).toBe(policed?.policy !== undefined);
      }),
    );
  });
});
