import { describe, expect, it } from '@jest/globals';
import type { KinesisErrorCode } from './errors.js';
import { resolveShard, resolveStream, type StreamReference } from './stream-reference.js';
import { accountWith, SCOPE, streamIdOf, streamWith } from './testing/streams.js';

const ARN = 'arn:aws:kinesis:eu-north-1:123456789012:stream/stream-1';
const ACCOUNT = accountWith({}, {});

describe('a stream', () => {
  it.each<[string, StreamReference]>([
    ['name', { streamName: 'stream-1' }],
    ['ARN', { streamArn: ARN }],
    ['name and ARN', { streamName: 'stream-1', streamArn: ARN }],
    ['id alone', { streamId: streamIdOf(1) }],
    ['name and id', { streamName: 'stream-1', streamId: streamIdOf(1) }],
    ['name, ARN and id', { streamName: 'stream-1', streamArn: ARN, streamId: streamIdOf(1) }],
  ])('is found by %s', (_, reference) => {
    expect(resolveStream(ACCOUNT, reference, SCOPE)).toBe(ACCOUNT.streams.get(streamIdOf(1)));
  });

  it.each<[string, StreamReference, KinesisErrorCode, string]>([
    ['nothing', {}, 'InvalidArgumentException', 'Either StreamName or StreamARN must be provided.'],
    [
      'an unknown name',
      { streamName: 'x' },
      'ResourceNotFoundException',
      'Stream x under account 123456789012 not found.',
    ],
    [
      'an unknown id',
      { streamId: 'y' },
      'ResourceNotFoundException',
      'Stream with id y under account 123456789012 not found.',
    ],
    [
      'the name of a property',
      { streamName: '__proto__' },
      'ResourceNotFoundException',
      'Stream __proto__ under account 123456789012 not found.',
    ],
    [
      'something else as ARN',
      { streamArn: 'stream-1' },
      'InvalidArgumentException',
      'StreamARN stream-1 is not the ARN of a stream.',
    ],
    [
      'two names',
      { streamName: 'stream-0', streamArn: ARN },
      'InvalidArgumentException',
      `StreamName stream-0 and StreamARN ${ARN} name two streams.`,
    ],
    [
      'another account',
      { streamArn: ARN.replace('123456789012', '999999999999') },
      'ResourceNotFoundException',
      'Stream stream-1 under account 999999999999 not found.',
    ],
    [
      'another region',
      { streamArn: ARN.replace('north', 'west') },
      'ResourceNotFoundException',
      'Stream stream-1 under account 123456789012 not found.',
    ],
    [
      'another incarnation',
      { streamName: 'stream-1', streamId: streamIdOf(0) },
      'ResourceNotFoundException',
      `Stream stream-1 under account 123456789012 not found with StreamId ${streamIdOf(0)}.`,
    ],
  ])('is not found by %s', (_, reference, code, message) => {
    expect(() => resolveStream(ACCOUNT, reference, SCOPE)).toThrow(
      expect.objectContaining({ code, message }),
    );
  });
});

describe('a shard', () => {
  const stream = streamWith({ shardCount: 2 });

  it.each(['shardId-000000000001', 'shardId-1', '1'])('is found as %s', (shardId) => {
    expect(resolveShard(stream, shardId, SCOPE)).toBe(stream.shards[1]);
  });

  it.each([
    ['shardId-2', 'Shard shardId-000000000002 in stream stream-0 under account 123456789012 does not exist'],
    ['shard-two', 'Could not find shard shard-two in stream stream-0 under account 123456789012.'],
  ])('is not found as %s', (shardId, message) => {
    expect(() => resolveShard(stream, shardId, SCOPE)).toThrow(
      expect.objectContaining({ code: 'ResourceNotFoundException', message }),
    );
  });
});
