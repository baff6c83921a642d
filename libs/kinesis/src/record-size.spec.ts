import { describe, expect, it } from '@jest/globals';
import { decideMaxRecordSize } from './record-size.js';
import { CONTEXT, evolved, streamWith, updated } from './testing/streams.js';

const STREAM = streamWith({ shardCount: 1, maxRecordSizeKiB: 2048 });

describe('the largest record of a stream', () => {
  it.each([1024, 10_240])('becomes %d KiB, which takes a time of UPDATING', (kiB) => {
    const events = decideMaxRecordSize(STREAM, kiB, CONTEXT);
    expect(evolved(STREAM, events).status).toBe('UPDATING');
    expect(updated(STREAM, events).maxRecordSizeKiB).toBe(kiB);
  });

  it('stays where it is that already, without UPDATING', () => {
    expect(decideMaxRecordSize(STREAM, 2048, CONTEXT)).toEqual([]);
  });
});
