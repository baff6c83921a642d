import { connect } from 'node:http2';
import { EventStreamReader } from '#lib/wire';
import { shardIdOf } from '../bench-stream.js';
import { kinesisCall } from '../kinesis-call.js';
import type { RunningServer } from '../running-server.js';
import { signedHeaders } from '../signed-request.js';

/** An open subscription. */
export interface Subscription {
  close(): void;
}

/** Registers a consumer and waits until it can be used; gives its ARN. */
export async function registerConsumer(
  { port }: RunningServer,
  streamArn: string,
  name: string,
): Promise<string> {
  const registered = await kinesisCall<{ Consumer: { ConsumerARN: string } }>(
    port,
    'RegisterStreamConsumer',
    {
      StreamARN: streamArn,
      ConsumerName: name,
    },
  );
  const { ConsumerARN } = registered.Consumer;
  for (;;) {
    const { ConsumerDescription } = await kinesisCall<{ ConsumerDescription: { ConsumerStatus: string } }>(
      port,
      'DescribeStreamConsumer',
      { ConsumerARN },
    );
    if (ConsumerDescription.ConsumerStatus === 'ACTIVE') return ConsumerARN;
  }
}

/**
 * Subscribes to the first shard over a connection of HTTP/2 of its own, from now on. Resolves when the first frame is
 * there: what is put from then on comes.
 *
 * @param onChunk gets the bytes of the stream as they come.
 */
export async function subscribe(
  { port }: RunningServer,
  consumerArn: string,
  onChunk: (chunk: Buffer) => void,
): Promise<Subscription> {
  const body = Buffer.from(
    JSON.stringify({ ConsumerARN: consumerArn, ShardId: shardIdOf(0), StartingPosition: { Type: 'LATEST' } }),
  );
  const authority = `127.0.0.1:${port}`;
  const headers = signedHeaders(
    { operation: 'SubscribeToShard', contentType: 'application/x-amz-json-1.1', body },
    authority,
  );
  const session = connect(`http://${authority}`);
  const stream = session.request({ ':method': 'POST', ':path': '/', ...headers });
  stream.end(body);
  await new Promise<void>((resolve, reject) => {
    stream.once('error', reject);
    stream.once('response', ({ ':status': status }) => {
      if (status === 200) stream.once('data', () => resolve());
      else stream.once('data', (chunk: Buffer) => reject(new Error(`HTTP ${status}: ${chunk.toString()}`)));
    });
  });
  stream.on('data', onChunk);
  return { close: () => session.destroy() };
}

/** Gives each record's data as it comes. */
export function recordReader(onRecord: (data: Buffer) => void): (chunk: Buffer) => void {
  const reader = new EventStreamReader();
  return (chunk) => {
    for (const { headers, payload } of reader.read(chunk)) {
      if (headers[':event-type'] !== 'SubscribeToShardEvent') continue;
      const event = JSON.parse(Buffer.from(payload).toString()) as { Records: { Data: string }[] };
      for (const { Data } of event.Records) onRecord(Buffer.from(Data, 'base64'));
    }
  };
}
