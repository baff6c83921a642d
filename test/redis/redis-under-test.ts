import type { Durability } from '#lib/kinesis';
import { RedisConnection } from '../../libs/redis/src/redis-connection.js';
import type { RedisEvent } from '../../libs/redis/src/redis-event.js';
import { RedisSafety } from '../../libs/redis/src/redis-safety.js';
import { RedisShardLog } from '../../libs/redis/src/redis-shard-log.js';
import { eventually } from '../eventually.js';

/** The socket of the Redis that Jest's globalSetup started. */
export function testRedisSocket(): string {
  const socket = process.env.SHARDWELL_TEST_REDIS_SOCKET;
  if (socket === undefined) throw new Error('no Redis under test: run this with --selectProjects contract');
  return socket;
}

export interface ShardLogUnderTestOptions {
  readonly socketPath: string;
  readonly durability?: Durability;
  readonly replyTimeoutMs?: number;
  readonly onEvent?: (event: RedisEvent) => void;
}

/** A shard log over connections that a test can look at. */
export class ShardLogUnderTest {
  private constructor(
    readonly log: RedisShardLog,
    private readonly writing: RedisConnection,
    private readonly reading: RedisConnection,
  ) {}

  static async open({
    socketPath,
    durability = 'disk',
    onEvent = () => undefined,
    ...options
  }: ShardLogUnderTestOptions): Promise<ShardLogUnderTest> {
    const connect = (name: string): Promise<RedisConnection> =>
      RedisConnection.open({ target: { socketPath }, name, onEvent, ...options });
    const writing = await connect('writing');
    const reading = await connect('reading');
    const safety = new RedisSafety({ durability, clock: { nowMs: () => Date.now() }, onEvent });
    return new ShardLogUnderTest(
      new RedisShardLog({ writing, reading, safety, durability }),
      writing,
      reading,
    );
  }

  get connectionNumber(): number {
    return this.writing.present().number;
  }

  async connected(afterNumber = 0): Promise<void> {
    const { writing, reading } = this;
    await eventually(
      () => writing.isConnected && reading.isConnected && writing.present().number > afterNumber,
    );
  }

  async close(): Promise<void> {
    await Promise.all([this.writing.close(), this.reading.close()]);
  }
}
