export { openRedisStorage, type RedisStorageOptions } from './open-redis-storage.js';
export type { RedisEvent } from './redis-event.js';
