import { AckPolicy, DeliverPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Flights } from './flights.js';
import type { NatsServer } from './nats-server.js';
import type { PushRoute } from './push-route.js';

const SUBJECT = 'bench';
const CONSUMER = 'bench';

/**
 * A publish that is acknowledged, to a consumer that has no acknowledgements to send, as SubscribeToShard has none. Stream on
 * files, one replica; the client that NATS itself maintains, producer and consumer on a connection each.
 */
export async function jetstreamRoute({ name, port }: NatsServer): Promise<PushRoute> {
  const flights = new Flights();
  const servers = `127.0.0.1:${port}`;
  const [sending, receiving] = [await connect({ servers }), await connect({ servers })];
  const manager = await jetstreamManager(sending);
  await manager.streams.add({ name: SUBJECT, subjects: [SUBJECT], storage: 'file', num_replicas: 1 });
  await manager.consumers.add(SUBJECT, {
    durable_name: CONSUMER,
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.New,
  });
  const consumer = await jetstream(receiving).consumers.get(SUBJECT, CONSUMER);
  const messages = await consumer.consume({
    callback: ({ data }) => flights.landed(Buffer.from(data.buffer, data.byteOffset, data.length)),
  });
  const publisher = jetstream(sending);
  let records: readonly Buffer[] = [];
  return {
    name,
    flights,
    load(loaded) {
      records = loaded;
    },
    send(n) {
      flights.sent(n);
      void publisher.publish(SUBJECT, records[n]);
    },
    async [Symbol.asyncDispose]() {
      messages.stop();
      await Promise.all([sending.close(), receiving.close()]);
    },
  };
}
