import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  checkEncryptionType,
  decideEncryptionStart,
  decideEncryptionStop,
  type WrappedDataKey,
} from './stream-encryption.js';
import type { Stream } from './stream.js';
import { CONTEXT, evolved, NOW_MS, streamWith, updated } from './testing/streams.js';

const STREAM = streamWith({ shardCount: 1 });
const KEY: WrappedDataKey = { keyId: 'alias/aws/kinesis', wrapped: 'AAAA' };
const DAY_MS = 86_400_000;

const at = (nowMs: number) => ({ ...CONTEXT, nowMs });
const start = (stream: Stream, key = KEY, nowMs = NOW_MS) =>
  updated(stream, decideEncryptionStart(stream, key, at(nowMs)));
const stop = (stream: Stream, nowMs = NOW_MS) => updated(stream, decideEncryptionStop(stream, at(nowMs)));

describe('encryption of a stream', () => {
  it('starts with the first data key, UPDATING for a while', () => {
    const starting = evolved(STREAM, decideEncryptionStart(STREAM, KEY, CONTEXT));
    expect(starting).toMatchObject({
      status: 'UPDATING',
      encryption: { keyId: KEY.keyId, dataKeyNumber: 1 },
      dataKeys: [{ number: 1, ...KEY }],
    });
  });

  it('is started again with another key or the same one: the former data key retires and is kept', () => {
    const other = { keyId: 'alias/other', wrapped: 'BBBB' };
    const rotated = start(start(start(STREAM), other, NOW_MS + 1), other, NOW_MS + 2);
    expect(rotated.encryption).toEqual({ keyId: 'alias/other', dataKeyNumber: 3 });
    expect(rotated.dataKeys).toEqual([
      { number: 1, ...KEY, retiredAtMs: NOW_MS + 1 },
      { number: 2, ...other, retiredAtMs: NOW_MS + 2 },
      { number: 3, ...other },
    ]);
  });

  it('stops, and the data key is kept for the records that need it', () => {
    const stopped = stop(start(STREAM), NOW_MS + 5);
    expect(stopped.encryption).toBeUndefined();
    expect(stopped.dataKeys).toEqual([{ number: 1, ...KEY, retiredAtMs: NOW_MS + 5 }]);
  });

  it('that does not run is stopped without anything happening', () => {
    expect(decideEncryptionStop(STREAM, CONTEXT)).toEqual([]);
  });

  it.each([
    ['starts', (stream: Stream) => start(stop(stream)), (stream: Stream) => start(stream)],
    ['stops', (stream: Stream) => stop(start(stream)), (stream: Stream) => stop(start(stream))],
  ])('%s 25 times in 24 hours, and not once more', (_, often, once) => {
    let stream: Stream = { ...STREAM };
    for (let i = 0; i < 25; i += 1) stream = often({ ...stream });
    expect(() => once(stream)).toThrow(expect.objectContaining({ code: 'LimitExceededException' }));
  });

  it('never gives a number twice, nor drops a key that a record may need', () => {
    const steps = fc.array(
      fc.record({ start: fc.boolean(), afterDays: fc.constantFrom(1, 30, 364, 365, 366, 800) }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(steps, (taken) => {
        let stream = STREAM;
        let nowMs = NOW_MS;
        const given: number[] = [];
        const usedUntilMs = new Map<number, number>();
        for (const step of taken) {
          nowMs += step.afterDays * DAY_MS;
          if (stream.encryption) usedUntilMs.set(stream.encryption.dataKeyNumber, nowMs);
          stream = step.start ? start(stream, KEY, nowMs) : stop(stream, nowMs);
          if (step.start && stream.encryption) given.push(stream.encryption.dataKeyNumber);
          const kept = stream.dataKeys.map(({ number }) => number);
          for (const [number, untilMs] of usedUntilMs)
            if (untilMs > nowMs - 365 * DAY_MS) expect(kept).toContain(number);
        }
        expect(given).toEqual([...new Set(given)]);
      }),
    );
  });

  it('is of type KMS, and no other', () => {
    checkEncryptionType('KMS');
    expect(() => checkEncryptionType('NONE')).toThrow(
      expect.objectContaining({
        code: 'InvalidArgumentException',
        message: 'EncryptionType NONE is not supported. The only valid value is KMS.',
      }),
    );
  });
});
