import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startAppendProcess } from './append-process.js';
import { GOALS, type Verdict } from './goals.js';
import { goalsTable, scenarioTable, type ScenarioResult } from './report.js';
import { redisMemoryPerDataByte } from './redis-memory.js';
import { inRounds, type Contender, type Figures } from './rounds.js';
import { startKinesalite, startShardwell, type RunningServer } from './running-server.js';
import {
  createStream,
  fill,
  getNewRecords,
  getOldRecords,
  PAGE_RECORDS,
  putRecord,
  putRecords,
} from './scenarios.js';

/**
 * Shardwell beside its peers in one run: medians of interleaved rounds, per second and per CPU-second of the server's
 * process. docs/performance.md says how and why.
 */
const HELP = `npm run bench -- [options]

  --rounds N     rounds of each contender (default 5)
  --seconds N    length of a round (default 4)
  --warm-up N    seconds of warm-up of each contender (default 5)
  --json FILE    write the figures as JSON too
`;

/** More than the tails of the shards hold, so that the oldest page comes from Redis; little enough for kinesalite. */
const RECORDS_BEFORE_READS = 60_000;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    'warm-up': { type: 'string', default: '5' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else await bench();

async function bench(): Promise<void> {
  say(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`);
  await using stack = new AsyncDisposableStack();
  const started = (server: RunningServer): RunningServer => {
    stack.defer(() => server.stop());
    return server;
  };
  const kinesalite = started(await startKinesalite());
  const interval = started(await startShardwell('interval'));
  const disk = started(await startShardwell('disk'));
  for (const server of [kinesalite, interval, disk]) await createStream(server);
  const memory = await redisMemoryPerDataByte(interval);
  const idleBytes = await idleShardBytes(interval.redisSocket ?? '');
  const append = await startAppendProcess(interval);
  const appended = await scenario('append, 500 × 100 B', append.contenders);
  await append.stop();
  const single = await scenario('PutRecord, 100 B', [kinesalite, interval, disk].map(putRecord));
  const batches = await scenario('PutRecords, 500 × 100 B', [kinesalite, interval, disk].map(putRecords));
  for (const server of [kinesalite, interval]) await fill(server, RECORDS_BEFORE_READS);
  const read = await scenario(`GetRecords, ${PAGE_RECORDS} × 100 B`, [
    await getOldRecords(kinesalite),
    await getOldRecords(interval, 'shardwell, from Redis'),
    await getNewRecords(interval, 'shardwell, from the tail'),
  ]);
  report(
    [batches, single, read, appended],
    verdictsOf({ batches, single, read, appended, memory, idleBytes }),
  );
}

async function scenario(title: string, contenders: readonly Contender[]): Promise<ScenarioResult> {
  const figures = await inRounds(contenders, {
    rounds: Number(values.rounds),
    roundMs: Number(values.seconds) * 1000,
    warmUpMs: Number(values['warm-up']) * 1000,
    onProgress: (line) => say(`${title}: ${line}`),
  });
  return { title, figures };
}

async function idleShardBytes(redisSocket: string): Promise<number> {
  say('10,000 idle shards');
  const child = fork(resolve('dist/bench/idle-shards.js'), [redisSocket], { execArgv: ['--expose-gc'] });
  const [{ bytesPerShard }] = (await once(child, 'message')) as [{ bytesPerShard: number }];
  await once(child, 'exit');
  return bytesPerShard;
}

function verdictsOf(seen: {
  readonly batches: ScenarioResult;
  readonly single: ScenarioResult;
  readonly read: ScenarioResult;
  readonly appended: ScenarioResult;
  readonly memory: number;
  readonly idleBytes: number;
}): readonly Verdict[] {
  const perCpu = ({ figures }: ScenarioResult, name: string): number =>
    (figures.get(name) as Figures).recordsPerCpuSecond;
  const ratio = (result: ScenarioResult, name: string, peer: string): number =>
    perCpu(result, name) / perCpu(result, peer);
  const { batches, single, read, appended, memory, idleBytes } = seen;
  return [
    { goal: GOALS.putRecords, seen: ratio(batches, 'shardwell interval', 'kinesalite') },
    { goal: GOALS.putRecord, seen: ratio(single, 'shardwell interval', 'kinesalite') },
    { goal: GOALS.getRecordsLog, seen: ratio(read, 'shardwell, from Redis', 'kinesalite') },
    { goal: GOALS.getRecordsTail, seen: ratio(read, 'shardwell, from the tail', 'kinesalite') },
    { goal: GOALS.appendPacked, seen: 100 * ratio(appended, 'shard actor', 'raw packed XADD') },
    { goal: GOALS.appendEach, seen: ratio(appended, 'shard actor', 'raw XADD per record') },
    { goal: GOALS.disk, seen: 100 * ratio(batches, 'shardwell disk', 'shardwell interval') },
    { goal: GOALS.memory, seen: memory },
    { goal: GOALS.idleShard, seen: idleBytes },
  ];
}

function report(scenarios: readonly ScenarioResult[], verdicts: readonly Verdict[]): void {
  for (const each of scenarios) process.stdout.write(`\n${scenarioTable(each)}\n`);
  process.stdout.write(`\n${goalsTable(verdicts)}\n`);
  if (values.json === undefined) return;
  const figures = scenarios.map(({ title, figures: seen }) => ({ title, figures: Object.fromEntries(seen) }));
  writeFileSync(
    values.json,
    `${JSON.stringify({ node: process.version, scenarios: figures, verdicts }, null, 2)}\n`,
  );
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
