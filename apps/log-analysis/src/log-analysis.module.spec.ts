import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import { BootstrapModule, createLogger, Health, parseConfig } from '#lib/bootstrap';
import { LogAnalysisModule, type LogAnalysisOptions } from './log-analysis.module.js';
import type { TemplateDetail, TemplatesAnswer } from './templates-schema.js';

const ARRIVAL_SECONDS = Date.UTC(2031, 4, 6, 7, 8) / 1000;

/** A door that speaks as much Kinesis as a consumer needs: the stream `logs` with one shard, which holds `records`. */
function openDoor(records: readonly string[]): Server {
  const answers: Readonly<Record<string, (input: Readonly<Record<string, string>>) => unknown>> = {
    DescribeStreamSummary: () => ({ StreamDescriptionSummary: { StreamId: 'stream-1' } }),
    ListShards: () => ({ Shards: [{ ShardId: 'shardId-0' }] }),
    GetShardIterator: ({ StartingSequenceNumber: after }) => ({
      ShardIterator: String(Number(after ?? -1) + 1),
    }),
    GetRecords: ({ ShardIterator: from }) => ({
      Records: records.map(recordOf).slice(Number(from)),
      NextShardIterator: String(records.length),
      MillisBehindLatest: 0,
    }),
  };
  return createServer(async (request: IncomingMessage, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const input = JSON.parse(await text(request)) as Readonly<Record<string, string>>;
    response.end(JSON.stringify(answers[operation]?.(input)));
  });
}

function recordOf(lines: string, index: number) {
  return {
    Data: Buffer.from(lines).toString('base64'),
    PartitionKey: 'key',
    SequenceNumber: String(index),
    ApproximateArrivalTimestamp: ARRIVAL_SECONDS + index,
  };
}

async function start(options: LogAnalysisOptions): Promise<NestFastifyApplication> {
  const logger = createLogger({ app: 'test', level: 'silent' });
  const frame = BootstrapModule.with({ config: parseConfig({}), logger, health: new Health() });
  const module = await Test.createTestingModule({
    imports: [frame, LogAnalysisModule.with(options)],
  }).compile();
  return module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false }).init();
}

async function get<Answer>(app: NestFastifyApplication, url: string): Promise<Answer> {
  return (await app.inject({ method: 'GET', url })).json<Answer>();
}

/** Asks until so many lines are counted. */
async function afterLines(app: NestFastifyApplication, lines: number): Promise<TemplatesAnswer> {
  for (;;) {
    const answer = await get<TemplatesAnswer>(app, '/templates');
    if (answer.lines >= lines && answer.behindMs !== null) return answer;
    await nextTurn();
  }
}

const records: string[] = [];
let door: Server;
let stateDirectory: string;
let app: NestFastifyApplication;

const options = (): LogAnalysisOptions => ({
  endpoint: () => ({ endpoint: `http://127.0.0.1:${(door.address() as AddressInfo).port}` }),
  streams: ['logs'],
  stateDirectory,
});

beforeAll(async () => {
  door = openDoor(records);
  await new Promise<void>((opened) => door.listen(0, '127.0.0.1', opened));
});
afterAll(() => {
  door.close();
  door.closeAllConnections();
});
beforeEach(async () => {
  records.length = 0;
  stateDirectory = await mkdtemp(join(tmpdir(), 'log-analysis-'));
});
afterEach(async () => {
  await app.close();
  await rm(stateDirectory, { recursive: true });
});

describe('GET /templates', () => {
  it('answers before the door is open, because the start does not wait for it', async () => {
    app = await start({ ...options(), endpoint: () => new Promise(() => undefined) });
    expect(await get(app, '/templates')).toEqual({ lines: 0, behindMs: null, templates: [] });
  });

  it('gives every template with its counts, the most frequent first', async () => {
    records.push('INFO closed for alice\nWARN closed for bob', 'disk 7 is full', 'closed for carol');
    app = await start(options());
    expect(await afterLines(app, 4)).toEqual({
      lines: 4,
      behindMs: 0,
      templates: [
        {
          id: expect.stringMatching(/^[0-9a-f]{16}$/),
          template: 'closed for <*>',
          count: 3,
          levels: { INFO: 1, WARN: 1, UNSPECIFIED: 1 },
          ratePerMinute: 3,
          firstSeen: '2031-05-06T07:08:00.000Z',
          lastSeen: '2031-05-06T07:08:02.000Z',
        },
        expect.objectContaining({ template: 'disk <num> is full', count: 1 }),
      ],
    });
  });

  it('counts nothing twice and forgets nothing over a restart', async () => {
    records.push('closed for alice', 'closed for bob');
    app = await start(options());
    const before = await afterLines(app, 2);
    await app.close();
    app = await start(options());
    expect(await afterLines(app, 2)).toEqual(before);
    records.push('closed for carol');
    const { lines, templates } = await afterLines(app, 3);
    expect({ lines, templates }).toMatchObject({
      lines: 3,
      templates: [{ template: 'closed for <*>', count: 3 }],
    });
  });

  it('is narrowed by limit, level, stream and search', async () => {
    records.push('ERROR disk is full', 'INFO all is well', 'all is well');
    app = await start(options());
    await afterLines(app, 3);
    const found = async (query: string): Promise<unknown> => {
      const { lines, templates } = await get<TemplatesAnswer>(app, `/templates?${query}`);
      return [lines, ...templates.map(({ template }) => template)];
    };
    expect(await found('')).toEqual([3, 'all is well', 'disk is full']);
    expect(await found('limit=1')).toEqual([3, 'all is well']);
    expect(await found('level=error')).toEqual([3, 'disk is full']);
    expect(await found('search=WELL&level=info')).toEqual([3, 'all is well']);
    expect(await found('stream=logs&search=nowhere')).toEqual([3]);
  });

  it.each([
    ['limit=0', 400, 'limit'],
    ['limit=1&limit=2', 400, 'limit'],
    ['level=loud', 400, 'level'],
    ['search=', 400, 'search'],
    ['levl=error', 400, 'levl'],
    ['stream=other', 404, 'SHARDWELL_LOG_STREAMS names logs'],
  ])('refuses %s with a problem that names it', async (query, status, named) => {
    app = await start(options());
    const answer = await app.inject({ method: 'GET', url: `/templates?${query}` });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status, detail: expect.stringContaining(named) });
  });
});

describe('GET /templates/{id}', () => {
  it('gives the template with examples', async () => {
    records.push('closed for alice', 'closed for bob');
    app = await start(options());
    const [template] = (await afterLines(app, 2)).templates;
    const detail = await get<TemplateDetail>(app, `/templates/${template?.id}`);
    expect(detail).toEqual({ ...template, examples: ['closed for alice', 'closed for bob'] });
  });

  it('says that there is no such template', async () => {
    app = await start(options());
    const answer = await app.inject({ method: 'GET', url: '/templates/none' });
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'No template has the id none; GET /templates lists them.',
    });
  });
});

describe('OpenAPI', () => {
  it('shows the query and the answers', async () => {
    app = await start(options());
    const { paths, components } = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    const list = paths['/templates']?.get;
    expect(list?.parameters?.map((parameter) => 'name' in parameter && parameter.name).toSorted()).toEqual([
      'level',
      'limit',
      'search',
      'stream',
    ]);
    expect(JSON.stringify([paths, components])).toContain('ratePerMinute');
  });
});
