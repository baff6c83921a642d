/**
 * Whether the account commits to a minimum of throughput: with it, streams on demand may keep throughput warm and have 50
 * registered consumers in place of 20.
 *
 * Source: the API reference of UpdateAccountSettings, "On-demand Advantage".
 */
export interface ThroughputCommitment {
  /** The last one lasts until `earliestAllowedEndAtMs`, and is DISABLED from then on: see `commitmentAt`. */
  readonly status: 'ENABLED' | 'DISABLED' | 'ENABLED_UNTIL_EARLIEST_ALLOWED_END';
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
  readonly earliestAllowedEndAtMs?: number;
}

export interface AccountSettings {
  readonly throughputCommitment: ThroughputCommitment;
}

export const DEFAULT_ACCOUNT_SETTINGS: AccountSettings = { throughputCommitment: { status: 'DISABLED' } };

export interface AccountSettingsChanged {
  readonly type: 'AccountSettingsChanged';
  readonly settings: AccountSettings;
  readonly atMs: number;
}

/** Source: the API reference of MinimumThroughputBillingCommitmentInput, 24 hours. */
const SHORTEST_COMMITMENT_MS = 86_400_000;

/** The commitment as it is at a time: one that was to end as soon as allowed has ended by itself. */
export function commitmentAt(
  { throughputCommitment: commitment }: AccountSettings,
  nowMs: number,
): ThroughputCommitment {
  const { status, earliestAllowedEndAtMs } = commitment;
  const hasEnded =
    status === 'ENABLED_UNTIL_EARLIEST_ALLOWED_END' &&
    earliestAllowedEndAtMs !== undefined &&
    nowMs >= earliestAllowedEndAtMs;
  return hasEnded ? ended(commitment, earliestAllowedEndAtMs) : commitment;
}

/** Whether the account has what a commitment brings. */
export function isCommitted(settings: AccountSettings, nowMs: number): boolean {
  return commitmentAt(settings, nowMs).status !== 'DISABLED';
}

/**
 * Decides what becomes of the commitment. One that is disabled in its first 24 hours lasts until they are over; enabled
 * again before that, it goes on as if nothing had been.
 *
 * Source: the API reference of MinimumThroughputBillingCommitmentInput.
 */
export function decideAccountSettings(
  settings: AccountSettings,
  wanted: 'ENABLED' | 'DISABLED',
  nowMs: number,
): readonly AccountSettingsChanged[] {
  const present = commitmentAt(settings, nowMs);
  const next = wanted === 'ENABLED' ? enabled(present, nowMs) : disabled(present, nowMs);
  if (next.status === present.status) return [];
  return [{ type: 'AccountSettingsChanged', settings: { throughputCommitment: next }, atMs: nowMs }];
}

function enabled(present: ThroughputCommitment, nowMs: number): ThroughputCommitment {
  if (present.status !== 'DISABLED') return { ...present, status: 'ENABLED' };
  return {
    status: 'ENABLED',
    startedAtMs: nowMs,
    earliestAllowedEndAtMs: nowMs + SHORTEST_COMMITMENT_MS,
  };
}

function disabled(present: ThroughputCommitment, nowMs: number): ThroughputCommitment {
  if (present.status === 'DISABLED') return present;
  const { earliestAllowedEndAtMs = nowMs } = present;
  return nowMs < earliestAllowedEndAtMs
    ? { ...present, status: 'ENABLED_UNTIL_EARLIEST_ALLOWED_END' }
    : ended(present, nowMs);
}

function ended({ startedAtMs }: ThroughputCommitment, endedAtMs: number): ThroughputCommitment {
  return { status: 'DISABLED', ...(startedAtMs === undefined ? {} : { startedAtMs }), endedAtMs };
}
