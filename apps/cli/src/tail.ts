import { Consumer, logLineOf, MemoryStateStore, type ConsumedRecord } from '#lib/consumer';
import { endpointClient, type EndpointOptions } from './endpoint-client.js';

export interface TailOptions extends EndpointOptions {
  readonly fromStart?: true;
  readonly limit?: number;
  readonly json?: true;
}

/** Prints a stream's records until Ctrl-C, or until so many were printed. Waits for a stream that does not exist yet. */
export async function tail(stream: string, options: TailOptions): Promise<void> {
  const enough = Promise.withResolvers<void>();
  const limit = options.limit ?? Infinity;
  const client = endpointClient(options);
  const consumer = new Consumer<number>({
    client,
    stream,
    store: new MemoryStateStore(),
    initialState: () => 0,
    startingPosition: options.fromStart ? 'TRIM_HORIZON' : 'LATEST',
    fold: (printed, record) => {
      if (printed >= limit) return printed;
      process.stdout.write(options.json ? jsonLine(record) : Buffer.concat([record.data, Buffer.from('\n')]));
      if (printed + 1 >= limit) enough.resolve();
      return printed + 1;
    },
    onEvent: (event) => process.stderr.write(`shardwell: ${stream}: ${logLineOf(event).message}\n`),
  });
  process.once('SIGINT', enough.resolve);
  process.once('SIGTERM', enough.resolve);
  // A reader that went away, such as head, wants no more.
  process.stdout.on('error', enough.resolve);
  consumer.start();
  await enough.promise;
  await consumer.stop();
  client.close();
}

function jsonLine(record: ConsumedRecord): string {
  const { shardId, sequenceNumber, partitionKey, arrivalMs, data } = record;
  const arrival = new Date(arrivalMs).toISOString();
  return `${JSON.stringify({ shardId, sequenceNumber, partitionKey, arrival, data: data.toString('base64') })}\n`;
}
