// A program as people write them: nothing in it is about Shardwell, the environment says all. Puts records, and prints
// those that a subscription gives it.
import { Kinesis, waitUntilStreamExists } from '@aws-sdk/client-kinesis';
import { setTimeout as delay } from 'node:timers/promises';

const COUNT = 10;
const StreamName = 'of-a-program';
const kinesis = new Kinesis();

await kinesis.createStream({ StreamName, ShardCount: 1 });
await waitUntilStreamExists(
  { client: kinesis, maxWaitTime: 30, minDelay: 0.05, maxDelay: 0.05 },
  { StreamName },
);
const { StreamDescriptionSummary } = await kinesis.describeStreamSummary({ StreamName });
const { StreamARN } = StreamDescriptionSummary;
const { Consumer } = await kinesis.registerStreamConsumer({ StreamARN, ConsumerName: 'reader' });
const { ConsumerARN } = Consumer;
for (let status = ''; status !== 'ACTIVE'; await delay(20)) {
  const { ConsumerDescription } = await kinesis.describeStreamConsumer({ ConsumerARN });
  status = ConsumerDescription.ConsumerStatus;
}

const start = { ShardId: 'shardId-000000000000', StartingPosition: { Type: 'TRIM_HORIZON' } };
const { EventStream } = await kinesis.subscribeToShard({ ConsumerARN, ...start });
const Records = Array.from({ length: COUNT }, (_, i) => ({ PartitionKey: 'a', Data: Buffer.from(`${i}`) }));
await kinesis.putRecords({ StreamName, Records });
const read = [];
for await (const { SubscribeToShardEvent } of EventStream) {
  read.push(...SubscribeToShardEvent.Records.map(({ Data }) => Buffer.from(Data).toString()));
  if (read.length >= COUNT) break;
}
await kinesis.deleteStream({ StreamName, EnforceConsumerDeletion: true });
kinesis.destroy();
process.stdout.write(`${kinesis.config.requestHandler.metadata.handlerProtocol}: ${read.join(' ')}\n`);
