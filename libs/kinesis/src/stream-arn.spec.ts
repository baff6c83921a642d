import { describe, expect, it } from '@jest/globals';
import { parseStreamArn, streamArnOf } from './stream-arn.js';
import type { StreamName } from './stream.js';

describe('the ARN of a stream', () => {
  const scope = { accountId: '123456789012', region: 'eu-north-1' };
  const name = 'clicks.v2_a-b' as StreamName;

  it('holds region, account and name, both ways', () => {
    const arn = streamArnOf(scope, name);
    expect(arn).toBe('arn:aws:kinesis:eu-north-1:123456789012:stream/clicks.v2_a-b');
    expect(parseStreamArn(arn)).toEqual({ ...scope, name });
  });

  it('is read in AWS’s other partitions too', () => {
    expect(parseStreamArn('arn:aws-cn:kinesis:cn-north-1:123456789012:stream/a')).toMatchObject({
      name: 'a',
    });
  });

  it.each([
    '',
    'clicks',
    'arn:aws:kinesis:eu-north-1:12345:stream/a',
    'arn:aws:kinesis:eu-north-1:123456789012:stream/',
    'arn:aws:sqs:eu-north-1:123456789012:stream/a',
    'arn:aws:kinesis:eu-north-1:123456789012:stream/a/consumer/c:1700000000',
  ])('is not %p', (arn) => {
    expect(parseStreamArn(arn)).toBeUndefined();
  });
});
