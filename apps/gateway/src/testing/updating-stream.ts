import type { CreateStream } from '#lib/kinesis';
import type { OperationContext } from '../operation-context.js';
import { updateMaxRecordSize } from '../operations/update-max-record-size.js';
import { MemoryGateway } from './memory-gateway.js';
import { refusalOf } from './refusal.js';

const TRANSITION_MS = 1_000;

/** What a call is answered about the stream `orders` while that is UPDATING. */
export const UPDATING =
  'ResourceInUseException: Stream orders under account 000000000000 not ACTIVE, instead in state UPDATING';

/** What is made of a call while the stream `orders` is UPDATING. */
export async function refusalWhileUpdating(
  call: (context: OperationContext) => unknown,
  command?: Partial<CreateStream>,
): Promise<string> {
  const slow = await MemoryGateway.open({ transitionMs: TRANSITION_MS });
  try {
    const { id } = await slow.createActiveStream('orders', command);
    await updateMaxRecordSize({ StreamId: id, MaxRecordSizeInKiB: 2048 }, slow.context);
    return await refusalOf(() => call(slow.context));
  } finally {
    await slow.close();
  }
}

/** The statuses that the stream `orders` has after a call, and when its time is over. */
export async function statusesAfter(
  call: (context: OperationContext) => unknown,
  command?: Partial<CreateStream>,
): Promise<readonly string[]> {
  const slow = await MemoryGateway.open({ transitionMs: TRANSITION_MS });
  try {
    await slow.createActiveStream('orders', command);
    await call(slow.context);
    const status = () => slow.context.catalogue.stream({ streamName: 'orders' }).status;
    const after = [status()];
    await slow.advance(TRANSITION_MS - 1);
    after.push(status());
    await slow.advance(1);
    return [...after, status()];
  } finally {
    await slow.close();
  }
}
