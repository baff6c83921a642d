import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideMonitoring, enabledMonitoring } from './enhanced-monitoring.js';
import { decideRecordDistribution } from './record-distribution.js';
import { decideMaxRecordSize } from './record-size.js';
import { decideDecreaseRetention, decideIncreaseRetention } from './retention-period.js';
import type { StreamDecisionContext } from './stream-decision-context.js';
import { decideEncryptionStart, decideEncryptionStop } from './stream-encryption.js';
import { decideStreamMode } from './stream-mode.js';
import { checkActive, decideDueTransitions, isInTransition, transitionLeftMs } from './stream-transition.js';
import type { Stream, StreamEvent } from './stream.js';
import { CONTEXT, evolved, NOW_MS, SCOPE, streamWith } from './testing/streams.js';
import { decideWarmThroughput } from './warm-throughput.js';

const STREAM = streamWith({ mode: 'ON_DEMAND' });
const TRANSITION_MS = 500;
const streamId = STREAM.id;

const CHANGES: Readonly<
  Record<string, (stream: Stream, context: StreamDecisionContext) => readonly StreamEvent[]>
> = {
  'retention up': (stream, context) => decideIncreaseRetention(stream, 48, context),
  'retention down': (stream, context) => decideDecreaseRetention(stream, 24, context),
  mode: (stream, context) => decideStreamMode(stream, { mode: 'PROVISIONED' }, context),
  'warm throughput': (stream, context) => decideWarmThroughput(stream, 9, context),
  'record size': (stream, context) => decideMaxRecordSize(stream, 2048, context),
  'record distribution': (stream, context) => decideRecordDistribution(stream, 'AUTO', context),
  'metrics on': (stream, context) => decideMonitoring(stream, enabledMonitoring(stream, ['ALL']), context),
  'encryption on': (stream, context) => decideEncryptionStart(stream, { keyId: 'a', wrapped: 'b' }, context),
  'encryption off': (stream, context) => decideEncryptionStop(stream, context),
};

describe.each(['CREATING', 'UPDATING', 'DELETING'] as const)('a stream that is %s', (status) => {
  const message = `Stream stream-0 under account 123456789012 not ACTIVE, instead in state ${status}`;

  it.each(Object.keys(CHANGES))('is not changed: %s', (change) => {
    expect(() => CHANGES[change]?.({ ...STREAM, status }, CONTEXT)).toThrow(
      expect.objectContaining({ code: 'ResourceInUseException', message }),
    );
  });

  it('is refused by its check, and in transition', () => {
    expect(() => checkActive({ ...STREAM, status }, SCOPE)).toThrow(message);
    expect(isInTransition({ ...STREAM, status })).toBe(true);
  });
});

describe('a stream that is ACTIVE', () => {
  it('passes the check, and is in transition as long as one of its consumers is', () => {
    checkActive(STREAM, SCOPE);
    expect(isInTransition(STREAM)).toBe(false);
    const registered = evolved(STREAM, [
      { type: 'ConsumerRegistered', streamId, consumerName: 'a', tags: {}, atMs: NOW_MS },
    ]);
    expect(isInTransition(registered)).toBe(true);
  });
});

describe('a status that passes', () => {
  it.each([
    ['all of the time at its beginning', 0, 500],
    ['what is left', 499, 1],
    ['nothing at its end', 500, 0],
    ['nothing after its end', 10_000, 0],
    ['nothing where it began on a clock that is ahead', -1, 0],
  ])('lasts %s', (_, agoMs, leftMs) => {
    const time = { nowMs: NOW_MS + agoMs, transitionMs: TRANSITION_MS };
    expect(transitionLeftMs(NOW_MS, time)).toBe(leftMs);
  });
});

const anyBeginning = fc.record({
  kind: fc.constantFrom('update' as const, 'register' as const, 'deregister' as const),
  consumer: fc.constantFrom('a', 'b', 'c'),
  afterMs: fc.integer({ min: 0, max: 400 }),
});

interface Beginning {
  readonly kind: 'update' | 'register' | 'deregister';
  readonly consumer: string;
  readonly afterMs: number;
}

/** Gives each beginning its time, in turn. */
function beginningsOf(beginnings: readonly Beginning[]): readonly StreamEvent[] {
  let atMs = NOW_MS;
  return beginnings.map(({ kind, consumer: consumerName, afterMs }) => {
    atMs += afterMs;
    const happening = { streamId, consumerName, atMs };
    if (kind === 'register') return { type: 'ConsumerRegistered', ...happening, tags: {} };
    if (kind === 'deregister') return { type: 'ConsumerDeregistrationStarted', ...happening };
    return { type: 'MaxRecordSizeChanged', streamId, maxRecordSizeKiB: 2048, atMs };
  });
}

describe('what ends by itself', () => {
  it('ends when it has lasted long enough, not before, and the next time that is named is the next end', () => {
    fc.assert(
      fc.property(fc.array(anyBeginning), (beginnings) => {
        const happened = beginningsOf(beginnings);
        let stream = evolved(STREAM, happened);
        let nowMs = happened.at(-1)?.atMs ?? NOW_MS;
        for (let rounds = 0; isInTransition(stream); rounds += 1) {
          expect(rounds).toBeLessThan(beginnings.length + 2);
          const { events, nextInMs } = decideDueTransitions(stream, { nowMs, transitionMs: TRANSITION_MS });
          for (const event of events) expect(beganAtMs(stream, event) + TRANSITION_MS <= nowMs).toBe(true);
          stream = evolved(stream, events);
          const again = decideDueTransitions(stream, { nowMs, transitionMs: TRANSITION_MS });
          expect(again).toEqual({ events: [], nextInMs });
          expect(nextInMs === undefined).toBe(!isInTransition(stream));
          const justBefore = { nowMs: nowMs + (nextInMs ?? 1) - 1, transitionMs: TRANSITION_MS };
          expect(decideDueTransitions(stream, justBefore).events).toEqual([]);
          nowMs += nextInMs ?? 0;
        }
        expect(stream.status).toBe('ACTIVE');
        expect(stream.consumers.every(({ status }) => status === 'ACTIVE')).toBe(true);
      }),
    );
  });
});

/** When the status began that the event ends. */
function beganAtMs(stream: Stream, event: StreamEvent): number {
  if (!('consumerName' in event)) return stream.statusSinceMs;
  return stream.consumers.find(({ name }) => name === event.consumerName)?.statusSinceMs ?? Infinity;
}
