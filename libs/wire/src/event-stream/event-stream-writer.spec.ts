import { describe, expect, it } from '@jest/globals';
import { cborCodec } from '../cbor/cbor-codec.js';
import { readCbor } from '../cbor/cbor-reader.js';
import { SelfWritingOutput } from '../codec.js';
import { jsonCodec } from '../json-codec.js';
import { EventStreamReader } from './event-stream-reader.js';
import { EventStreamWriter } from './event-stream-writer.js';

class Event extends SelfWritingOutput {
  toJson(): string {
    return '{"Records":[]}';
  }

  toCbor(): Buffer {
    return Buffer.from('cbor');
  }
}

const writer = new EventStreamWriter(jsonCodec, {
  operation: 'SubscribeToShard',
  eventType: 'SubscribeToShardEvent',
});

function read(frame: Buffer): unknown {
  const [message] = new EventStreamReader().read(frame);
  return { ...message?.headers, payload: message?.payload.toString() };
}

describe('the frames of a stream', () => {
  it('begin with an empty initial response, which boto3 waits for', () => {
    expect(read(writer.initialResponse())).toEqual({
      ':message-type': 'event',
      ':event-type': 'initial-response',
      ':content-type': 'application/x-amz-json-1.1',
      payload: '{}',
    });
  });

  it('hold an event in the way of writing that the request had', () => {
    expect(read(writer.event(new Event()))).toEqual({
      ':message-type': 'event',
      ':event-type': 'SubscribeToShardEvent',
      ':content-type': 'application/x-amz-json-1.1',
      payload: '{"Records":[]}',
    });
  });

  it('are in CBOR where the request was', () => {
    const cborWriter = new EventStreamWriter(cborCodec, { operation: 'SubscribeToShard', eventType: 'E' });
    const contentType = { ':content-type': 'application/x-amz-cbor-1.1' };
    expect(read(cborWriter.event(new Event()))).toMatchObject({ ...contentType, payload: 'cbor' });
    const [initial] = new EventStreamReader().read(cborWriter.initialResponse());
    expect(initial).toMatchObject({ headers: contentType, payload: Buffer.from([0xa0]) });
    const [last] = new EventStreamReader().read(
      cborWriter.exception({ code: 'ResourceInUseException', message: 'why' }),
    );
    expect(readCbor(last?.payload as Buffer)).toEqual({ __type: 'ResourceInUseException', message: 'why' });
  });

  it.each([
    ['ResourceInUseException', 'ResourceInUseException'],
    ['InternalFailure', 'InternalFailureException'],
  ])('end with an exception, here %s', (code, named) => {
    expect(read(writer.exception(Object.assign(new Error('why'), { code })))).toEqual({
      ':message-type': 'exception',
      ':exception-type': named,
      ':content-type': 'application/x-amz-json-1.1',
      payload: `{"__type":"${named}","message":"why"}`,
    });
  });
});
