import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { refusalWhileUpdating, UPDATING } from '../testing/updating-stream.js';
import { describeStream } from './describe-stream.js';
import { startStreamEncryption } from './start-stream-encryption.js';
import { stopStreamEncryption } from './stop-stream-encryption.js';

const KMS = { StreamName: 'orders', EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } as const;
let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});
afterEach(() => gateway.close());

const described = () => describeStream({ StreamName: 'orders' }, gateway.context).StreamDescription;

describe('StopStreamEncryption', () => {
  it('ends encryption, also where the request names the key otherwise', async () => {
    await startStreamEncryption(KMS, gateway.context);
    expect(described()).toMatchObject({ EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' });
    await stopStreamEncryption({ ...KMS, KeyId: 'alias/another' }, gateway.context);
    expect(described().EncryptionType).toBe('NONE');
    expect(described().KeyId).toBeUndefined();
  });

  it('does nothing to a stream that is not encrypted', async () => {
    expect(await refusalOf(() => stopStreamEncryption(KMS, gateway.context))).toBe('succeeded');
  });

  it('refuses another type', async () => {
    const none = { ...KMS, EncryptionType: 'NONE' } as const;
    expect(await refusalOf(() => stopStreamEncryption(none, gateway.context))).toMatch(
      /^InvalidArgumentException: EncryptionType NONE/,
    );
  });

  it('is refused while the stream is UPDATING', async () => {
    expect(await refusalWhileUpdating((context) => stopStreamEncryption(KMS, context))).toBe(UPDATING);
  });
});
