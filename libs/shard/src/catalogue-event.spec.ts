import { describe, expect, it } from '@jest/globals';
import type { StreamId } from '#lib/kinesis';
import { StorageError } from '#lib/ports';
import { ControlLogUnreadable, SnapshotNotSaved, StreamTransitionFailed } from './catalogue-event.js';

const streamId = '00000000000000000001-abc' as StreamId;
const away = new StorageError('disconnected', 'no connection');
const bug = new TypeError('not a function');

describe('an event of the catalogue', () => {
  it.each([
    { event: new ControlLogUnreadable(7, away), level: 'warn', fields: { version: 7, error: away } },
    { event: new SnapshotNotSaved(7, away), level: 'warn', fields: { version: 7, error: away } },
    {
      event: new StreamTransitionFailed(streamId, 'CREATING', away),
      level: 'warn',
      fields: { streamId, status: 'CREATING', error: away },
    },
    {
      event: new StreamTransitionFailed(streamId, undefined, bug),
      level: 'error',
      fields: { streamId, error: bug },
    },
  ])('$event.type is logged at $level, with what it is about', ({ event, level, fields }) => {
    expect(event.logLine).toMatchObject({ level, fields });
  });
});
