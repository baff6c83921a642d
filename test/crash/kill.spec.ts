import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createKinesisClient } from '#lib/wire';
import { eventually } from '../eventually.js';
import { removeServers, Server } from '../server.js';
import { SteadyProducer } from './acknowledged-puts.js';
import { SeededRandom } from './random.js';
import { contradictions, readStream } from './stored-records.js';

// `npm run crash` is the full form. A run is replayed by SHARDWELL_TEST_SEED.
const KILLS = Number(process.env['SHARDWELL_TEST_KILLS'] ?? 3);
const SEED = Number(process.env['SHARDWELL_TEST_SEED'] ?? randomInt(2 ** 31));
const DURABILITY = process.env['SHARDWELL_TEST_DURABILITY'] ?? 'disk';
const STREAM = 'crash';
const RECORDS_PER_SECOND = 1000;

describe(`kill -9 at 1,000 records a second, ${KILLS} times (seed ${SEED})`, () => {
  afterEach(removeServers);

  it('loses, doubles and moves nothing that was acknowledged', async () => {
    const random = new SeededRandom(SEED);
    let server = await startServer();
    await createStream(server.url);
    const producer = new SteadyProducer({ stream: STREAM, keys: 8, recordsPerSecond: RECORDS_PER_SECOND });
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = producer.acknowledged.length;
      producer.sendTo(server.url);
      await eventually(() => producer.acknowledged.length > before, 30_000);
      await delay(random.between(200, 1500));
      const survives = await killSome(server, random);
      if (survives) continue;
      producer.sendTo(undefined);
      server = await startServer(server.dataDir);
    }
    producer.sendTo(server.url);
    const before = producer.acknowledged.length;
    await eventually(() => producer.acknowledged.length > before, 30_000);
    await producer.stop();
    const stored = await readStream(server.url, STREAM);
    process.stderr.write(
      `${producer.acknowledged.length} acknowledged, ${stored.length} stored, seed ${SEED}\n`,
    );
    expect(contradictions(stored, producer)).toEqual([]);
  }, 600_000);
});

const startServer = (dataDir?: string): Promise<Server> =>
  Server.start({
    ...(dataDir === undefined ? {} : { dataDir }),
    env: { SHARDWELL_DURABILITY: DURABILITY, SHARDWELL_LOG_STREAMS: '' },
  });

async function createStream(endpoint: string): Promise<void> {
  const client = createKinesisClient({ endpoint });
  await client.call('CreateStream', { StreamName: STREAM, ShardCount: 4 });
  client.close();
}

/**
 * The server and its Redis, in either order or at once; now and then one of them alone: the Redis is adopted by the next
 * server, or the server starts its Redis again and decides what was in flight.
 *
 * @returns whether the server lives on.
 */
async function killSome(server: Server, random: SeededRandom): Promise<boolean> {
  const { pid } = server.redis;
  const killRedis = (): boolean => process.kill(pid, 'SIGKILL');
  const how = random.oneOf(['redis first', 'server first', 'at once', 'server alone', 'redis alone']);
  switch (how) {
    case 'redis first':
      killRedis();
      await delay(random.between(0, 300));
      break;
    case 'server first':
      await server.kill();
      await delay(random.between(0, 50));
      killRedis();
      break;
    case 'at once':
    case 'redis alone':
      killRedis();
      break;
    case 'server alone':
      break;
  }
  if (how === 'redis alone') return true;
  await server.kill();
  return false;
}
