export type { CatalogueEvent } from './catalogue-event.js';
export { EncryptedShardLog, type EncryptedShardLogOptions } from './encrypted-shard-log.js';
export { EVENT_LOOP_TIMERS } from './event-loop-timers.js';
export { LocalShardClient, type LocalShardClientOptions, type ShardStats } from './local-shard-client.js';
export type { ShardEvent } from './shard-event.js';
export { ShardRouter, type ShardRouterOptions } from './shard-router.js';
export { StreamKeys, type DataKeyUnavailable, type StreamKeysOptions } from './stream-keys.js';
export type { TailLimits } from './shard-tails.js';
export { StreamCatalogue, type StreamCatalogueOptions } from './stream-catalogue.js';
