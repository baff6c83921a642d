import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../eventually.js';
import { removeServers, Server } from '../server.js';
import { runProgram, type Finished } from './run-program.js';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'log-analysis-'));
let server: Server;

beforeAll(async () => {
  server = await Server.start();
});
afterAll(async () => {
  await removeServers();
  rmSync(folder, { recursive: true });
});

/** The command line, as its user runs it. */
function shardwell(command: string, input?: Buffer): Promise<Finished> {
  return runProgram([process.execPath, 'bin/shardwell.mjs', ...command.split(' ')], {
    env: { AWS_ENDPOINT_URL_KINESIS: server.url },
    ...(input === undefined ? {} : { input }),
  });
}

/** 200 lines of four templates, mixed. The number of each line makes it one of a kind. */
const LINES_OF_TEMPLATE = [80, 60, 40, 20];
const lines = LINES_OF_TEMPLATE.flatMap((count, template) =>
  Array.from({ length: count }, (_, i) => lineOf(template, i)),
).toSorted((a, b) => a.slice(-3).localeCompare(b.slice(-3)));

function lineOf(template: number, i: number): string {
  const start = `2026-11-22 10:${String(i % 60).padStart(2, '0')}:00.000`;
  switch (template) {
    case 0:
      return `${start} INFO session opened for user ${i % 2 ? 'root' : 'guest'} by uid ${i}`;
    case 1:
      return `${start} WARN connection from 10.0.${i}.7 port ${40_000 + i} refused after ${i} attempts`;
    case 2:
      return `${start} ERROR order ${i} was not paid within ${i * 7} ms`;
    default:
      return `${start} INFO flushed /var/lib/data/${i}.log`;
  }
}

const file = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

interface Templates {
  readonly lines: number;
  readonly templates: readonly { readonly id: string; readonly template: string; readonly count: number }[];
}

async function templates(): Promise<Templates> {
  const answer = (await (await fetch(`${server.url}/templates`)).json()) as Templates;
  return { lines: answer.lines, templates: answer.templates };
}

/** Waits until so many copies of the lines are counted; they are the same few templates every time. */
async function expectCounted(copies: number): Promise<Templates> {
  return eventually(async () => {
    const answer = await templates();
    expect(answer.lines).toBe(copies * lines.length);
    expect(answer.templates.map(({ count }) => count)).toEqual(LINES_OF_TEMPLATE.map((n) => copies * n));
    return answer;
  }, 30_000);
}

async function expectPut(command: string, input?: Buffer): Promise<void> {
  expect(await shardwell(command, input)).toMatchObject({ code: 0, stdout: '' });
}

describe('log analysis', () => {
  it('counts every line once, however it comes in and however the server goes down', async () => {
    const text = `${lines.join('\n')}\n`;
    await expectPut(`put logs --create --lines ${file('plain.log', text)}`);
    await expectCounted(1);
    await expectPut(`put logs --lines ${file('packed.log.gz', gzipSync(text))}`);
    await expectPut('put logs --create --lines -', Buffer.from(text));
    const counted = await expectCounted(3);

    expect(await server.stop()).toMatchObject({ code: 0 });
    server = await Server.start({ dataDir: server.dataDir });
    await eventually(async () => expect(await templates()).toEqual(counted));

    await server.kill();
    server = await Server.start({ dataDir: server.dataDir });
    await eventually(async () => expect(await templates()).toEqual(counted));

    // While it reads: what it has counted is not all saved yet.
    await expectPut('put logs --lines -', Buffer.from(text));
    await server.kill();
    process.kill(server.redis.pid, 'SIGKILL');
    server = await Server.start({ dataDir: server.dataDir });
    await expectCounted(4);
    await expectPut('put logs --lines -', Buffer.from(text));
    const { templates: all } = await expectCounted(5);

    const detail = await (await fetch(`${server.url}/templates/${all[2]?.id}`)).json();
    expect(detail).toMatchObject({
      ...all[2],
      examples: expect.arrayContaining([expect.stringContaining('was not paid')]),
    });
  });
});

describe('the command line', () => {
  it('prints what was put, from the start', async () => {
    await expectPut('put trail --create --lines -', Buffer.from(lines.join('\r\n')));
    const { code, stdout } = await shardwell(`tail trail --from-start --limit ${lines.length}`);
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(0, -1).toSorted()).toEqual(lines.toSorted());
  });

  it('keeps the order of a key', async () => {
    const values = Array.from({ length: 1200 }, (_, i) => ({ customer: { id: i % 7 }, number: i }));
    const ndjson = values.map((value) => JSON.stringify(value)).join('\n');
    await expectPut('put orders --create --key customer.id --ndjson -', Buffer.from(ndjson));
    const { stdout } = await shardwell(`tail orders --from-start --limit ${values.length} --json`);
    const read = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { partitionKey: string; data: string });
    const numbersOf = (key: string): unknown[] =>
      read
        .filter(({ partitionKey }) => partitionKey === key)
        .map(({ data }) => (JSON.parse(Buffer.from(data, 'base64').toString()) as { number: number }).number);
    for (const key of ['0', '1', '2', '3', '4', '5', '6'])
      expect(numbersOf(key)).toEqual(
        values.filter(({ customer }) => String(customer.id) === key).map(({ number }) => number),
      );
  });

  it.each([
    [
      'a stream that is not there',
      'put nope --lines -',
      /^shardwell: ResourceNotFoundException: Stream nope under account 000000000000 not found\.$/,
    ],
    [
      'a file that is not there',
      'put logs --lines /no/such/file',
      /^shardwell: \/no\/such\/file cannot be read: ENOENT/,
    ],
    ['a line that is not JSON', 'put trail --ndjson -', /^shardwell: line 1 is not JSON: /],
  ])('says in a sentence what is wrong with %s', async (_, command, sentence) => {
    const { code, stdout, stderr } = await shardwell(command, Buffer.from('a line\n'));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(sentence);
  });
});
