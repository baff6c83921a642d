import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KinesisError } from '#lib/kinesis';
import { cborCodec, jsonCodec, operationInput, SERVICE_MODEL, type OperationName } from '#lib/wire';
import { anyInput } from '../../../../libs/wire/src/testing/any-input.js';
import { anyMutation } from '../../../../libs/wire/src/testing/any-mutation.js';
import { inCbor, inJson } from '../../../../libs/wire/src/testing/sent-value.js';
import { namedRequest, UnreadableRequest } from './aws-request.js';

const OPERATIONS = Object.keys(SERVICE_MODEL.operations) as OperationName[];
const CODECS = [
  { contentType: jsonCodec.contentType, encode: inJson },
  { contentType: cborCodec.contentType, encode: inCbor },
];

/** Requests. */
const ROUND = 1500;
const MEASURED_ROUNDS = 6;

interface Sent {
  readonly operation: string;
  readonly contentType: string;
  readonly body: Buffer;
}

/** Everything between the bytes of a request and its operation. Whatever it throws but a refusal is a bug. */
function receive({ operation, contentType, body }: Sent): unknown {
  const target = `Kinesis_20131202.${operation}`;
  try {
    const named = namedRequest({ method: 'POST', contentType, target, isRpc: false, body });
    return operationInput(named.operation, named.request);
  } catch (error) {
    if (error instanceof KinesisError || error instanceof UnreadableRequest) return error;
    throw error;
  }
}

describe('a malformed request', () => {
  it.each(OPERATIONS)('of %s is refused or taken, and nothing else', (operation) => {
    fc.assert(
      fc.property(anyInput(operation), anyMutation, fc.constantFrom(...CODECS), (input, mutate, codec) => {
        receive({ operation, contentType: codec.contentType, body: mutate(codec.encode(input)) });
      }),
      { numRuns: 300 },
    );
  });

  it('of bytes that mean nothing is refused or taken, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...OPERATIONS),
        fc.constantFrom(...CODECS),
        fc.uint8Array({ maxLength: 200 }),
        (operation, { contentType }, bytes) => {
          receive({ operation, contentType, body: Buffer.from(bytes) });
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('says the same in JSON and in CBOR', () => {
    const texts = fc.dictionary(
      fc.constantFrom('StreamName', 'StreamARN', 'StreamId', 'Limit', 'ShardCount'),
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant([]), fc.constant({})),
    );
    fc.assert(
      fc.property(fc.constantFrom(...OPERATIONS), texts, (operation, input) => {
        const [json, cbor] = CODECS.map(({ contentType, encode }) =>
          receive({ operation, contentType, body: encode(input) }),
        );
        expect(cbor).toEqual(json);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves nothing behind', () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    let sent = 0;
    const sendRound = () => {
      for (const end = sent + ROUND; sent < end; sent += 1) {
        const { contentType, encode } = CODECS[sent % 2] as (typeof CODECS)[number];
        const operation = OPERATIONS[sent % OPERATIONS.length] as OperationName;
        const StreamName = `stream-${sent}`;
        const members = { StreamName, Tags: { [`tag${sent}`]: 'a' }, [`Unknown${sent}`]: 'b'.repeat(900) };
        receive({ operation, contentType, body: encode(members) });
      }
    };
    const bytesHeldAfterRounds = (rounds: number): number => {
      for (let round = 0; round < rounds; round += 1) sendRound();
      // Code that was not run for some collections is thrown away too.
      for (let i = 0; i < 10; i += 1) collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = bytesHeldAfterRounds(2);
    const growth = bytesHeldAfterRounds(MEASURED_ROUNDS) - before;
    expect(growth / (MEASURED_ROUNDS * ROUND)).toBeLessThan(20);
  });
});
