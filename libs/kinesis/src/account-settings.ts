/**
 * Whether the account commits to a minimum of throughput: with it, streams on demand may keep throughput warm and have 50
 * registered consumers in place of 20.
 *
 * Source: the API reference of UpdateAccountSettings, "On-demand Advantage".
 */
export interface ThroughputCommitment {
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
