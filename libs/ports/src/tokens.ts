/** What Nest's modules ask for by symbol, so that no module needs to know which class serves it. */
export const KEY_PROVIDER = Symbol('KeyProvider');
export const SHARD_CLIENT = Symbol('ShardClient');
export const STORAGE = Symbol('Storage');
