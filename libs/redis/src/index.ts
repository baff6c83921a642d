export { openRedisStorage, type RedisStorageOptions } from './open-redis-storage.js';
export type { LogLine, RedisEvent } from './redis-event.js';
