import type { Durability } from '#lib/kinesis';

/** A setting of Redis that a durability level stands on. */
interface Requirement {
  readonly setting: string;
  readonly allowed: readonly string[];
  /** Levels that need it. */
  readonly levels: readonly Durability[];
  /** What goes wrong otherwise. */
  readonly because: string;
}

const ON_DISK: readonly Durability[] = ['interval', 'disk'];

/** Source: ARCHITECTURE, "Redis must be safe before Shardwell accepts writes". */
const REQUIREMENTS: readonly Requirement[] = [
  {
    setting: 'maxmemory-policy',
    allowed: ['noeviction'],
    levels: ['memory', ...ON_DISK],
    because: 'Redis would throw away whole shards when its memory is full',
  },
  {
    setting: 'appendonly',
    allowed: ['yes'],
    levels: ON_DISK,
    because: 'acknowledged records would be lost in a restart',
  },
  {
    setting: 'appendfsync',
    allowed: ['always'],
    levels: ['disk'],
    because: 'acknowledged records would not be on disk yet',
  },
  {
    setting: 'appendfsync',
    allowed: ['everysec', 'always'],
    levels: ['interval'],
    because: 'acknowledged records would reach the disk at some time, not within a second',
  },
  {
    setting: 'no-appendfsync-on-rewrite',
    allowed: ['no'],
    levels: ON_DISK,
    because: 'nothing would be synced to disk while Redis rewrites its file',
  },
];

/** The settings that a level needs to know. */
export function settingsFor(durability: Durability): readonly string[] {
  return REQUIREMENTS.filter(({ levels }) => levels.includes(durability)).map(({ setting }) => setting);
}

/** What is wrong with the settings for a level, each with what to type. */
export function unmetRequirements(
  settings: ReadonlyMap<string, string>,
  durability: Durability,
): readonly string[] {
  return REQUIREMENTS.filter(({ setting, allowed, levels }) => {
    return levels.includes(durability) && !allowed.includes(settings.get(setting) ?? '');
  }).map(({ setting, allowed, because }) => {
    const value = settings.get(setting) ?? 'unset';
    return (
      `${setting} is ${value}: ${because}. Durability ${durability} needs ${allowed.join(' or ')}: ` +
      `CONFIG SET ${setting} ${allowed[0]}, and the same in redis.conf.`
    );
  });
}

const OLDEST_MAJOR_VERSION = 7;

/** What Redis itself says that makes it unfit. */
export function reportedFailures(info: ReadonlyMap<string, string>): readonly string[] {
  const failures: string[] = [];
  if (info.get('aof_last_write_status') === 'err') {
    failures.push(
      'Redis could not write its append-only file (aof_last_write_status err): is the disk full?',
    );
  }
  const version = info.get('redis_version') ?? '';
  if (Number.parseInt(version, 10) < OLDEST_MAJOR_VERSION) {
    failures.push(`Redis ${version} is too old: ${OLDEST_MAJOR_VERSION}.0 or Valkey is needed.`);
  }
  return failures;
}

const LARGEST_CLOCK_DIFFERENCE_MS = 2000;

/**
 * Epochs and retention stand on clocks that agree.
 *
 * @param roundTripMs the answer was made at some moment of it, so that much is in doubt.
 */
export function clockProblem({ ownMs, redisMs, roundTripMs }: ClockReading): string | undefined {
  const differenceMs = redisMs - ownMs;
  if (Math.abs(differenceMs) <= LARGEST_CLOCK_DIFFERENCE_MS + roundTripMs) return undefined;
  const direction = differenceMs > 0 ? 'behind' : 'ahead of';
  const seconds = (Math.abs(differenceMs) / 1000).toFixed(1);
  return `this host's clock is ${seconds} s ${direction} the one of Redis, 2 s are allowed: synchronise both (NTP).`;
}

export interface ClockReading {
  readonly ownMs: number;
  readonly redisMs: number;
  readonly roundTripMs: number;
}
