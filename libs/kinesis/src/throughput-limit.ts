/**
 * How much a shard, or a consumer of one, takes and gives per second: token buckets with the time passed in.
 *
 * Levels are kept in thousandths, so that with times in whole milliseconds every sum is exact. A tank that is asked at
 * an earlier time than before stays as it is.
 */
export interface ThroughputLimit {
  /** Units a second: bytes, records or calls. */
  readonly perSecond: number;
  /** Units that may pass at once after a pause. */
  readonly burst: number;
}

/** What is left of a limit at an instant. */
export interface Tank {
  /** Thousandths of a unit; below 0 while it is in debt. */
  readonly level: number;
  /** When it was so, in whole milliseconds of any clock. */
  readonly atMs: number;
}

const MIB = 1024 * 1024;
/** A limit per second fills so many thousandths in a millisecond. */
const PER_UNIT = 1000;

/**
 * What one shard takes and gives, and one consumer with a fan-out of its own.
 *
 * Source: Kinesis quotas, for a MB as 1 MiB; the API reference of GetRecords for `read`.
 */
export const SHARD_LIMITS = {
  writeBytes: { perSecond: MIB, burst: MIB },
  writeRecords: { perSecond: 1000, burst: 1000 },
  readBytes: { perSecond: 2 * MIB, burst: 2 * MIB },
  readCalls: { perSecond: 5, burst: 5 },
  consumerBytes: { perSecond: 2 * MIB, burst: 2 * MIB },
} as const satisfies Record<string, ThroughputLimit>;

export const fullTank = ({ burst }: ThroughputLimit, atMs: number): Tank => ({
  level: burst * PER_UNIT,
  atMs,
});

/** The tank as it is at a later time. */
export function refilled({ level, atMs }: Tank, { perSecond, burst }: ThroughputLimit, nowMs: number): Tank {
  if (nowMs <= atMs) return { level, atMs };
  return { level: Math.min(burst * PER_UNIT, level + (nowMs - atMs) * perSecond), atMs: nowMs };
}

const drawn = ({ level, atMs }: Tank, units: number): Tank => ({ level: level - units * PER_UNIT, atMs });

const isFull = ({ level }: Tank, { burst }: ThroughputLimit): boolean => level >= burst * PER_UNIT;

/** What a shard may take. */
export interface WriteTanks {
  readonly bytes: Tank;
  readonly records: Tank;
}

/** Records that want to be stored. */
export interface WriteDemand {
  readonly count: number;
  /** Data and partition keys of all of them. */
  readonly payloadBytes: number;
  /** Data and partition key of each, in order; asked for only where they do not fit together. */
  readonly sizes: () => Iterable<number>;
}

export interface WriteDecision {
  /** How many of the records, from the first on, may be stored. */
  readonly count: number;
  readonly tanks: WriteTanks;
}

export function fullWriteTanks(nowMs: number): WriteTanks {
  const { writeBytes, writeRecords } = SHARD_LIMITS;
  return { bytes: fullTank(writeBytes, nowMs), records: fullTank(writeRecords, nowMs) };
}

export const areWriteTanksFull = ({ bytes, records }: WriteTanks): boolean =>
  isFull(bytes, SHARD_LIMITS.writeBytes) && isFull(records, SHARD_LIMITS.writeRecords);

/** The tanks as they are at a later time. */
export function refilledWriteTanks({ bytes, records }: WriteTanks, nowMs: number): WriteTanks {
  const { writeBytes, writeRecords } = SHARD_LIMITS;
  return { bytes: refilled(bytes, writeBytes, nowMs), records: refilled(records, writeRecords, nowMs) };
}

/**
 * How many records a shard takes now: all, or as many as come before the first one that does not fit. A record that is
 * larger than the whole tank is taken while there is anything in it, and leaves it in debt: until that is paid, nothing
 * is taken.
 *
 * So in any time `t` a shard takes at most `perSecond × t + burst` bytes, and one record larger than that beyond it.
 */
export function decideWrite(before: WriteTanks, demand: WriteDemand, nowMs: number): WriteDecision {
  const tanks = refilledWriteTanks(before, nowMs);
  const { count, payloadBytes } = demand;
  const fits = payloadBytes * PER_UNIT <= tanks.bytes.level && count * PER_UNIT <= tanks.records.level;
  const taken = fits ? { count, bytes: payloadBytes } : fittingPrefix(tanks, demand);
  return {
    count: taken.count,
    tanks: { bytes: drawn(tanks.bytes, taken.bytes), records: drawn(tanks.records, taken.count) },
  };
}

function fittingPrefix({ bytes, records }: WriteTanks, { sizes }: WriteDemand) {
  const taken = { count: 0, bytes: 0 };
  const mostRecords = Math.floor(records.level / PER_UNIT);
  const largeBytes = SHARD_LIMITS.writeBytes.burst;
  let left = bytes.level;
  for (const size of sizes()) {
    const fits = size > largeBytes ? left > 0 : size * PER_UNIT <= left;
    if (!fits || taken.count >= mostRecords) break;
    taken.count += 1;
    taken.bytes += size;
    left -= size * PER_UNIT;
  }
  return taken;
}

/** What a shard may give to those who poll it. */
export interface ReadTanks {
  readonly calls: Tank;
  readonly bytes: Tank;
  /** The bytes ran out: nobody reads before their tank is full again. */
  readonly isSpent: boolean;
}

export interface ReadDecision {
  readonly isAllowed: boolean;
  readonly tanks: ReadTanks;
}

export function fullReadTanks(nowMs: number): ReadTanks {
  const { readCalls, readBytes } = SHARD_LIMITS;
  return { calls: fullTank(readCalls, nowMs), bytes: fullTank(readBytes, nowMs), isSpent: false };
}

export const areReadTanksFull = ({ calls, bytes }: ReadTanks): boolean =>
  isFull(calls, SHARD_LIMITS.readCalls) && isFull(bytes, SHARD_LIMITS.readBytes);

/** The tanks as they are at a later time. */
export function refilledReadTanks({ calls, bytes, isSpent }: ReadTanks, nowMs: number): ReadTanks {
  const { readCalls, readBytes } = SHARD_LIMITS;
  const later = refilled(bytes, readBytes, nowMs);
  return {
    calls: refilled(calls, readCalls, nowMs),
    bytes: later,
    isSpent: isSpent && !isFull(later, readBytes),
  };
}

/** Whether a shard answers a call now; a call that is refused costs nothing. */
export function decideRead(before: ReadTanks, nowMs: number): ReadDecision {
  const tanks = refilledReadTanks(before, nowMs);
  if (tanks.isSpent || tanks.calls.level < PER_UNIT) return { isAllowed: false, tanks };
  return { isAllowed: true, tanks: { ...tanks, calls: drawn(tanks.calls, 1) } };
}

/**
 * The tanks after an answer of so many bytes, which are known only then. Who takes more than 2 MiB in a second finds the
 * shard closed for that second, and after an answer of 10 MiB for five.
 *
 * Source: the API reference of GetRecords.
 */
export function chargedRead(before: ReadTanks, bytes: number, nowMs: number): ReadTanks {
  const tanks = refilledReadTanks(before, nowMs);
  const left = drawn(tanks.bytes, bytes);
  return { ...tanks, bytes: left, isSpent: tanks.isSpent || left.level <= 0 };
}

export interface Pace {
  readonly tank: Tank;
  /** How long nothing more may be sent, in whole milliseconds. */
  readonly pauseMs: number;
}

/** What sending so many bytes means for whoever sends on their own account: they are sent, and paid for afterwards. */
export function decidePace(
  { tank, limit }: { readonly tank: Tank; readonly limit: ThroughputLimit },
  bytes: number,
  nowMs: number,
): Pace {
  const left = drawn(refilled(tank, limit, nowMs), bytes);
  return { tank: left, pauseMs: left.level >= 0 ? 0 : Math.ceil(-left.level / limit.perSecond) };
}
