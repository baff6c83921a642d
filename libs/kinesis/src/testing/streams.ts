import fc from 'fast-check';
import { evolveAccount, NO_STREAMS, type Account } from '../account.js';
import { decideActivation, decideCreateStream, type CreateStream } from '../create-stream.js';
import type { HashKey } from '../hash-key.js';
import { isOpen, type Shard } from '../shard.js';
import type { AccountScope } from '../stream-arn.js';
import type { StreamDecisionContext } from '../stream-decision-context.js';
import type { StreamId } from '../stream-id.js';
import { evolveStream, type Stream, type StreamEvent, type StreamName } from '../stream.js';

export const SCOPE: AccountScope = { accountId: '123456789012', region: 'eu-north-1' };
/** 2026-01-01, and some milliseconds. */
export const NOW_MS = 1_767_225_600_250;

/** A stream's id that tells its number. */
export function streamIdOf(number: number): StreamId {
  return `${String(number).padStart(20, '0')}-abc` as StreamId;
}

/** An account without streams that has the On-demand Advantage. */
export const COMMITTED: Account = {
  ...NO_STREAMS,
  settings: { throughputCommitment: { status: 'ENABLED' } },
};

/** What decisions look at, at `NOW_MS`. */
export const CONTEXT: StreamDecisionContext = { account: COMMITTED, nowMs: NOW_MS, scope: SCOPE };

/** An account in which these commands were carried out, at `NOW_MS`; the streams have the ids 0, 1, 2 … */
export function accountWith(...commands: readonly Partial<CreateStream>[]): Account {
  let account = COMMITTED;
  commands.forEach((command, number) => {
    const streamId = streamIdOf(number);
    const context = { nowMs: NOW_MS, streamId, shardQuota: 1_000_000, scope: SCOPE };
    const name = `stream-${number}` as StreamName;
    account = evolveAccount(account, decideCreateStream(account, { name, ...command }, context));
    account = evolveAccount(account, decideActivation(account, streamId, NOW_MS));
  });
  return account;
}

/** One ACTIVE stream, made at `NOW_MS`. */
export function streamWith(command: Partial<CreateStream> = {}): Stream {
  const stream = accountWith(command).streams.get(streamIdOf(0));
  if (!stream) throw new Error('the command made no stream');
  return stream;
}

/** The stream after these events, which begin or end UPDATING. */
export function evolved(stream: Stream, events: readonly StreamEvent[]): Stream {
  const next = events.reduce<Stream | undefined>(evolveStream, stream);
  if (!next) throw new Error('the events removed the stream');
  return next;
}

/** The stream after these events and the time they took: ACTIVE. */
export function updated(stream: Stream, events: readonly StreamEvent[]): Stream {
  const next = evolved(stream, events);
  if (next.status !== 'UPDATING') return next;
  return evolved(next, [{ type: 'StreamUpdateFinished', streamId: next.id, atMs: next.statusSinceMs }]);
}

interface Reshard {
  readonly kind: 'split' | 'merge';
  readonly pick: number;
  readonly afterSeconds: number;
}

/** Streams with a past: up to ten splits and merges, one after the other. */
export const reshardedStream: fc.Arbitrary<Stream> = fc
  .tuple(
    fc.integer({ min: 1, max: 5 }),
    fc.array(
      fc.record({
        kind: fc.constantFrom('split' as const, 'merge' as const),
        pick: fc.nat(),
        afterSeconds: fc.integer({ min: 1, max: 20_000 }),
      }),
      { maxLength: 10 },
    ),
  )
  .map(([shardCount, reshards]) => reshards.reduce(reshard, streamWith({ shardCount })));

function reshard(stream: Stream, { kind, pick, afterSeconds }: Reshard): Stream {
  const open = stream.shards.filter(isOpen).toSorted((a, b) => (a.range.start < b.range.start ? -1 : 1));
  const place = pick % open.length;
  const parents = open.slice(place, place + (kind === 'merge' ? 2 : 1));
  const [first, last] = [parents.at(0), parents.at(-1)];
  if (!first || !last || (kind === 'merge' && parents.length < 2)) return stream;
  const closedAtSecond = Math.max(...stream.shards.map((shard) => shard.createdAtSecond)) + afterSeconds;
  const cuts = kind === 'merge' ? [] : [(first.range.start + last.range.end + 1n) / 2n];
  const starts = [first.range.start, ...cuts];
  const children = starts.map((start, i) => ({
    number: stream.shards.length + i,
    range: { start, end: (starts[i + 1] ?? last.range.end + 1n) - 1n } as Shard['range'],
    parents: parents.map((parent) => parent.number),
    createdAtSecond: closedAtSecond + 1,
  }));
  const closed = stream.shards.map((shard) =>
    parents.includes(shard) ? { ...shard, closedAtSecond } : shard,
  );
  return { ...stream, shards: [...closed, ...children] };
}

/** Any hash key; fast-check tries the ends first. */
export const anyHashKey = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map((key) => key as HashKey);
