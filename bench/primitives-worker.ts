import {
  equalRanges,
  FIRST_EPOCH,
  hashPartitionKeyInto,
  SequenceNumberRun,
  type HashKeyRange,
  type Shard,
} from '#lib/kinesis';
import { jsonCodec, SigningKeys, verifySignature, type SignedRequest } from '#lib/wire';
import { PutRecordsAnswer } from '../apps/gateway/src/records/put-records-answer.js';
import { Base64Decoder } from '../libs/wire/src/base64.js';
import { tuneGarbageCollector } from '../libs/bootstrap/src/garbage-collector.js';
import { BATCH_RECORDS, SHARDS } from './kinesis-requests.js';
import { BENCH_CREDENTIALS, REGION } from './signed-request.js';

/**
 * What a PutRecords cannot be without, each primitive by itself and with the server's own functions, in a process of its
 * own so that its CPU can be counted. First it is sent the requests that the server gets too; then, asked for a primitive,
 * it does that for a while and answers for how many records.
 */
export type Primitive =
  | 'reading JSON'
  | 'base64'
  | 'MD5 of the keys'
  | 'sequence numbers'
  | 'answer with its numbers'
  | 'signature';

export interface PrimitiveInputs {
  readonly requests: readonly SignedRequest[];
  /** When they were signed. */
  readonly nowMs: number;
}

export interface PrimitiveOrder {
  readonly primitive: Primitive;
  readonly forMs: number;
}

export interface PrimitiveDone {
  readonly records: number;
  readonly seconds: number;
}

/** One request, taken apart beforehand. */
interface Input {
  readonly signed: SignedRequest;
  readonly body: Buffer;
  readonly texts: readonly string[];
  readonly keys: readonly string[];
  readonly shardOfRecord: Uint16Array;
}

let inputs: readonly Input[] = [];
let nowMs = 0;

const words = new Uint32Array(4);
const numbers = Buffer.alloc(BATCH_RECORDS * SequenceNumberRun.LENGTH);
const createdAtSecond = 1_790_000_000;
const shards: readonly Shard[] = equalRanges(SHARDS).map((range: HashKeyRange, number) => ({
  number,
  range,
  parents: [],
  createdAtSecond,
}));
const signingKeys = new SigningKeys();

const primitives: Readonly<Record<Primitive, (input: Input) => unknown>> = {
  'reading JSON': ({ body }) => jsonCodec.read(body),
  base64({ body, texts }) {
    const decoder = new Base64Decoder(body);
    for (const text of texts) decoder.decode(text);
  },
  'MD5 of the keys'({ keys }) {
    for (const key of keys) hashPartitionKeyInto(words, key);
  },
  'sequence numbers': writeNumbers,
  'answer with its numbers': ({ shardOfRecord }) => answerTo(shardOfRecord).toJson(),
  signature: ({ signed }) =>
    verifySignature(signed, { credentialOf: () => BENCH_CREDENTIALS, nowMs, signingKeys, regions: [REGION] }),
};

tuneGarbageCollector();
process.once('message', (sent: PrimitiveInputs) => {
  ({ nowMs } = sent);
  inputs = sent.requests.map(takenApart);
  process.on('message', obey);
  process.send?.('ready');
});
process.on('disconnect', () => process.exit(0));

function obey({ primitive, forMs }: PrimitiveOrder): void {
  const work = primitives[primitive];
  const startedAt = performance.now();
  let requests = 0;
  while (performance.now() - startedAt < forMs) {
    work(inputs[requests % inputs.length] as Input);
    requests += 1;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  process.send?.({ records: requests * BATCH_RECORDS, seconds } satisfies PrimitiveDone);
}

function takenApart(request: SignedRequest): Input {
  const body = Buffer.from(request.body);
  const { Records } = JSON.parse(body.toString()) as { Records: { Data: string; PartitionKey: string }[] };
  const keys = Records.map(({ PartitionKey }) => PartitionKey);
  return {
    signed: { ...request, body },
    body,
    texts: Records.map(({ Data }) => Data),
    keys,
    shardOfRecord: Uint16Array.from(keys, shardOf),
  };
}

function shardOf(key: string): number {
  hashPartitionKeyInto(words, key);
  return Math.floor(((words[0] as number) * SHARDS) / 2 ** 32);
}

function writeNumbers({ shardOfRecord }: Input): void {
  const runs = shards.map(({ number }) => new SequenceNumberRun(firstNumber(number)));
  let at = 0;
  for (const shard of shardOfRecord) {
    (runs[shard] as SequenceNumberRun).writeNext(numbers, at);
    at += SequenceNumberRun.LENGTH;
  }
}

const second = createdAtSecond + 100;
const firstNumber = (shardNumber: number) => ({
  shardNumber,
  shardCreatedAtSecond: createdAtSecond,
  epoch: FIRST_EPOCH,
  second,
  index: 1_000_001,
});

function answerTo(shardOfRecord: Uint16Array): PutRecordsAnswer {
  const counts = shards.map(() => 0);
  for (const shard of shardOfRecord) counts[shard] = (counts[shard] as number) + 1;
  const outcomes = shards.map((shard, i) => {
    const recordCount = counts[i] as number;
    const result = { epoch: FIRST_EPOCH, second, firstIndex: 1_000_001, count: recordCount };
    return { shard, recordCount, result, storedBytes: 0 };
  });
  return new PutRecordsAnswer({ outcomeOfRecord: shardOfRecord, outcomes, isEncrypted: false });
}
