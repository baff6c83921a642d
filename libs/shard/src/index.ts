export {
  ControlLogUnreadable,
  SnapshotNotSaved,
  StreamTransitionFailed,
  type CatalogueEvent,
} from './catalogue-event.js';
export { EVENT_LOOP_TIMERS } from './event-loop-timers.js';
export { LocalShardClient, type LocalShardClientOptions } from './local-shard-client.js';
export {
  EpochsRunLow,
  InFlightDecided,
  ShardClaimed,
  ShardFenced,
  ShardUnavailable,
  type ShardEvent,
} from './shard-event.js';
export { ShardRouter, type ShardRouterOptions } from './shard-router.js';
export { DEFAULT_TAIL_LIMITS, type TailLimits } from './shard-tails.js';
export { StreamCatalogue, type StreamCatalogueOptions } from './stream-catalogue.js';
