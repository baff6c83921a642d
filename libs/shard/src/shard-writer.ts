import { backoffMs } from '#lib/actor';
import { LAST_INDEX, unreachable } from '#lib/kinesis';
import { ShardError, type BatchToAppend, type Claim, type PackedRecords } from '#lib/ports';

/**
 * What the owner of a shard knows, and what it decides from that. Pure: time and chance come with the calls.
 *
 * Invariants
 * - Every record up to `lastIndex` is stored and passed its barrier; nothing of the claim is stored beyond it, but for
 *   the one batch that was decided and not yet answered.
 * - `lastIndex` moves by `stored` only: a refused batch leaves no gap, its records' indexes are given to others.
 * - Time never goes back under a claim, nor its second from one claim to the next, whatever the clock does.
 * - No two batches of a claim have one id: an append that was not stored ends the claim.
 *
 * A crash loses all of it; the next claim brings it back from the log's last id.
 */
export type ShardWriter = UnclaimedShard | OwnedShard | SealedShard;

export interface UnclaimedShard {
  readonly kind: 'unclaimed';
  /** Instant before which it must not claim, on the clock that `fenced` was told of. */
  readonly claimNotBeforeMs: number;
  readonly timesFenced: number;
}

export interface OwnedShard {
  readonly kind: 'owned';
  readonly claim: Claim;
  /** Index of the last record; 0 where there is none. */
  readonly lastIndex: number;
  /** Time of the last batch, ms since 1970. */
  readonly timeMs: number;
  /** In a row, without an append between. */
  readonly timesFenced: number;
}

export interface SealedShard {
  readonly kind: 'sealed';
}

export type ShardWriterEvent =
  | { readonly type: 'claimed'; readonly claim: Claim }
  | { readonly type: 'stored'; readonly batch: BatchToAppend }
  /** The claim is worth nothing any more: its connection is lost, or an append under it was refused. */
  | { readonly type: 'claim-lost' }
  /** Somebody else claimed. */
  | { readonly type: 'fenced'; readonly nowMs: number; readonly random: number }
  | { readonly type: 'sealed' };

/** Without a pause two owners can fence each other for ever. Source: ARCHITECTURE §6, PROTOCOL Q7. */
const FENCED_BACKOFF = { firstMs: 100, maxMs: 2_000, jitter: 0.5 };

export const INITIAL_WRITER: UnclaimedShard = {
  kind: 'unclaimed',
  claimNotBeforeMs: -Infinity,
  timesFenced: 0,
};

/** Why nothing can be stored now, whatever it is; undefined where an append is worth a try. */
export function decideRefusal(writer: ShardWriter, nowMs: number): ShardError | undefined {
  switch (writer.kind) {
    case 'owned':
      return undefined;
    case 'sealed':
      return new ShardError('sealed', 'the shard is closed');
    case 'unclaimed': {
      const waitMs = writer.claimNotBeforeMs - nowMs;
      return waitMs > 0
        ? new ShardError(
            'not-owner',
            `another owner claimed; no claim before ${Math.ceil(waitMs)} ms from now`,
          )
        : undefined;
    }
    default:
      return unreachable(writer);
  }
}

/**
 * The next batch of a claim: the requests' records, directly behind the last one.
 *
 * @param nowMs the owner's clock, ms since 1970; where it went back, the last batch's time counts.
 * @throws ShardError not-stored where the shard's indexes are used up.
 */
export function decideBatch(
  { claim, lastIndex, timeMs }: OwnedShard,
  records: readonly PackedRecords[],
  nowMs: number,
): BatchToAppend {
  let count = 0;
  for (const packed of records) count += packed.count;
  const index = lastIndex + count;
  if (index > LAST_INDEX)
    throw new ShardError('not-stored', `record ${index} is past the shard's last one, ${LAST_INDEX}`);
  const batchTimeMs = Math.max(nowMs, timeMs);
  return {
    position: { epoch: claim.epoch, second: Math.floor(batchTimeMs / 1000), index },
    header: {
      count,
      firstIndex: lastIndex + 1,
      timeMs: batchTimeMs,
      token: claim.token,
      durableIndex: lastIndex,
    },
    records,
  };
}

export function evolveWriter(writer: ShardWriter, event: ShardWriterEvent): ShardWriter {
  const timesFenced = writer.kind === 'sealed' ? 0 : writer.timesFenced;
  switch (event.type) {
    case 'claimed': {
      const { claim } = event;
      return { kind: 'owned', claim, lastIndex: claim.lastIndex, timeMs: claim.second * 1000, timesFenced };
    }
    case 'stored':
      return evolveStored(writer, event.batch);
    case 'claim-lost':
      return { ...INITIAL_WRITER, timesFenced };
    case 'fenced': {
      const pauseMs = backoffMs(FENCED_BACKOFF, { triesBefore: timesFenced, random: event.random });
      return {
        kind: 'unclaimed',
        claimNotBeforeMs: event.nowMs + pauseMs,
        timesFenced: timesFenced + 1,
      };
    }
    case 'sealed':
      return { kind: 'sealed' };
    default:
      return unreachable(event);
  }
}

function evolveStored(writer: ShardWriter, { position, header }: BatchToAppend): ShardWriter {
  if (writer.kind !== 'owned' || position.epoch !== writer.claim.epoch)
    throw new Error(`a batch of epoch ${position.epoch} was stored, and the shard is ${writer.kind}`);
  return {
    kind: 'owned',
    claim: writer.claim,
    lastIndex: position.index,
    timeMs: header.timeMs,
    timesFenced: 0,
  };
}
