import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { refusalWhileUpdating, statusesAfter, UPDATING } from '../testing/updating-stream.js';
import { startStreamEncryption } from './start-stream-encryption.js';

const KMS = { StreamName: 'orders', EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } as const;
let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});
afterEach(() => gateway.close());

const start = (input: Partial<typeof KMS> & { readonly KeyId?: string } = {}, context = gateway.context) =>
  startStreamEncryption({ ...KMS, ...input }, context);
const orders = () => gateway.context.catalogue.stream({ streamName: 'orders' });

describe('StartStreamEncryption', () => {
  it('gives the stream a data key, wrapped by the named key, and another one at each further start', async () => {
    await start();
    expect(orders()).toMatchObject({
      encryption: { keyId: KMS.KeyId, dataKeyNumber: 1 },
      dataKeys: [{ number: 1, keyId: KMS.KeyId }],
    });
    await start();
    const [first, second] = orders().dataKeys;
    expect(first).toMatchObject({ number: 1, retiredAtMs: gateway.nowMs });
    expect(second?.wrapped).not.toBe(first?.wrapped);
    expect(orders().encryption).toEqual({ keyId: KMS.KeyId, dataKeyNumber: 2 });
  });

  it('wipes the data key that it does not need any more', async () => {
    const made: Uint8Array[] = [];
    const keys = {
      async generateDataKey(keyId: string) {
        const key = await gateway.keys.generateDataKey(keyId);
        made.push(key.plaintext);
        return key;
      },
    };
    await start({}, { ...gateway.context, keys });
    expect(made).toEqual([Buffer.alloc(32)]);
  });

  it('takes a time of UPDATING', async () => {
    const call = (context = gateway.context) => start({}, context);
    expect(await statusesAfter(call)).toEqual(['UPDATING', 'UPDATING', 'ACTIVE']);
    expect(await refusalWhileUpdating(call)).toBe(UPDATING);
  });

  it('refuses another type, and a key that is not there, and changes nothing', async () => {
    const none = { ...KMS, EncryptionType: 'NONE' } as const;
    expect(await refusalOf(() => startStreamEncryption(none, gateway.context))).toBe(
      'InvalidArgumentException: EncryptionType NONE is not supported. The only valid value is KMS.',
    );
    expect(await refusalOf(() => start({ KeyId: 'alias/of-nothing' as typeof KMS.KeyId }))).toMatch(
      /^KMSNotFoundException/,
    );
    expect(orders().encryption).toBeUndefined();
  });

  it('is refused a twenty-sixth time in 24 hours, without making a key in vain', async () => {
    for (let i = 0; i < 25; i += 1) await start();
    const keys = { generateDataKey: () => Promise.reject(new TypeError('a key was made')) };
    expect(await refusalOf(() => start({}, { ...gateway.context, keys }))).toMatch(
      /^LimitExceededException: .* 25 starts of encryption .* Limit: 25\./,
    );
  });
});
