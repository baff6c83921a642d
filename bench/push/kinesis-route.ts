import { createStream } from '../bench-stream.js';
import { putRecordRequest } from '../kinesis-requests.js';
import type { RunningServer } from '../running-server.js';
import { putRecordLoad } from '../scenarios/put-record.js';
import { signedBytes } from '../signed-request.js';
import { Flights } from './flights.js';
import { Producer } from './producer.js';
import type { PushRoute } from './push-route.js';
import { recordReader, registerConsumer, subscribe } from './subscriber.js';

/** PutRecord, each signed, to SubscribeToShard; on a stream of one shard. */
export async function kinesisRoute(server: RunningServer): Promise<PushRoute> {
  const flights = new Flights();
  const streamArn = await createStream(server, 1);
  const consumerArn = await registerConsumer(server, streamArn, 'bench');
  const subscription = await subscribe(
    server,
    consumerArn,
    recordReader((data) => flights.landed(data)),
  );
  let producer: Producer | undefined;
  let requests: readonly Buffer[] = [];
  return {
    name: server.name,
    flights,
    async warmUp(forMs) {
      const load = putRecordLoad(server);
      await load.prepare?.();
      await load.move(forMs);
    },
    load(records) {
      // Anew for each round: the server closes connections that say nothing for long.
      producer?.close();
      producer = new Producer(server);
      requests = records.map((data) => signedBytes(putRecordRequest({ data, partitionKey: 'a' })));
    },
    send(n) {
      flights.sent(n);
      producer?.send(requests[n] as Buffer);
    },
    async [Symbol.asyncDispose]() {
      producer?.close();
      subscription.close();
    },
  };
}
