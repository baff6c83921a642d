import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { FigureTable } from './figure-table.js';
import { BATCH_RECORDS } from './kinesis-requests.js';
import type { Primitive, PrimitiveDone, PrimitiveInputs, PrimitiveOrder } from './primitives-worker.js';
import { NODE_OPTIONS } from './running-server.js';
import { signedHeaders, type KinesisRequest } from './signed-request.js';
import { perCpuSecond, type RecordMover, type ThroughputResult } from './throughput.js';

/** Those whose sum counts; the answer's row holds its sequence numbers too. */
const SUMMED: readonly Primitive[] = [
  'reading JSON',
  'base64',
  'MD5 of the keys',
  'answer with its numbers',
  'signature',
];
const PRIMITIVES: readonly Primitive[] = [...SUMMED, 'sequence numbers'];

export interface PrimitivesProcess extends AsyncDisposable {
  readonly movers: readonly RecordMover[];
}

/** The primitives of PutRecords, in one process and on the requests that the servers get; all together take one turn. */
export async function startPrimitives(requests: readonly KinesisRequest[]): Promise<PrimitivesProcess> {
  const options = { execArgv: NODE_OPTIONS, serialization: 'advanced' } as const;
  const worker = fork(resolve('dist/bench/primitives-worker.js'), options);
  const signed = requests.map((request) => ({
    method: 'POST',
    url: '/',
    rawHeaders: Object.entries(signedHeaders(request)).flat(),
    body: request.body,
  }));
  worker.send({ requests: signed, nowMs: Date.now() } satisfies PrimitiveInputs);
  await once(worker, 'message');
  const mover = (primitive: Primitive): RecordMover => ({
    name: primitive,
    pid: worker.pid as number,
    async move(forMs) {
      worker.send({ primitive, forMs: forMs / PRIMITIVES.length } satisfies PrimitiveOrder);
      const [done] = (await once(worker, 'message')) as [PrimitiveDone];
      return done;
    },
  });
  return {
    movers: PRIMITIVES.map(mover),
    async [Symbol.asyncDispose]() {
      const exit = once(worker, 'exit');
      worker.disconnect();
      await exit;
    },
  };
}

/** CPU time of one request: of each primitive, of their sum, and of the server. */
export function primitivesTable(result: ThroughputResult, server: string): FigureTable {
  const micros = (name: string): number => (1e6 * BATCH_RECORDS) / perCpuSecond(result, name);
  const numbers = micros('sequence numbers');
  const rows = [
    ...SUMMED.filter((primitive) => primitive !== 'answer with its numbers').map((primitive) => ({
      name: primitive,
      seen: micros(primitive),
    })),
    { name: 'sequence numbers', seen: numbers },
    { name: 'the rest of the answer', seen: micros('answer with its numbers') - numbers },
    { name: 'sum of the primitives', seen: sumOfPrimitives(result) },
    { name: server, seen: micros(server) },
  ];
  return {
    title: 'one PutRecords, 500 × 100 B',
    columns: ['µs of CPU', '% of the server'],
    digits: 0,
    rows: rows.map(({ name, seen }) => ({ name, figures: [seen, (100 * seen) / micros(server)] })),
  };
}

/** How much of the server's work cannot be spared, in per cent. */
export function primitivesShare(result: ThroughputResult, server: string): number {
  return (100 * sumOfPrimitives(result) * perCpuSecond(result, server)) / (1e6 * BATCH_RECORDS);
}

/** Microseconds of CPU for one request. */
function sumOfPrimitives(result: ThroughputResult): number {
  return SUMMED.reduce((sum, name) => sum + (1e6 * BATCH_RECORDS) / perCpuSecond(result, name), 0);
}
