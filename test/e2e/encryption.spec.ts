import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Kinesis, KMSNotFoundException } from '@aws-sdk/client-kinesis';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { removeServers, Server } from '../server.js';
import { readStream } from './sdk-records.js';

jest.setTimeout(120_000);

const KMS = { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } as const;
const StreamName = 'orders';

const clients: Kinesis[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await removeServers();
});

async function start(dataDir?: string) {
  const env = { SHARDWELL_LOG_STREAMS: '' };
  const server = await Server.start(dataDir === undefined ? { env } : { env, dataDir });
  const credentials = { accessKeyId: 'shardwell', secretAccessKey: 'shardwell' };
  const client = new Kinesis({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
  clients.push(client);
  return { server, client };
}

const keyFileOf = ({ dataDir }: Server): string => join(dataDir, 'keys', 'master-keys.json');

/** All files of the private Redis: the append-only files, what it rewrote, its log. */
function storedBytes({ dataDir }: Server): Buffer {
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  const paths = files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !path.endsWith('keys.json'));
  return Buffer.concat(paths.map((path) => readFileSync(path)));
}

/** The ways in which a text may stand somewhere; base64 at each of three offsets. */
function formsOf(text: string): readonly Buffer[] {
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.from(' '.repeat(shift) + text).toString('base64');
    return encoded.slice(shift === 0 ? 0 : 4, -4);
  });
  const hex = Buffer.from(text).toString('hex');
  return [text, hex, ...base64].map((form) => Buffer.from(form));
}

const holds = (bytes: Buffer, text: string): boolean => formsOf(text).some((form) => bytes.includes(form));

describe('an encrypted stream', () => {
  it('leaves no plain byte of its records on the disk, and is read after a restart', async () => {
    const first = await start();
    await first.client.createStream({ StreamName, ShardCount: 2 });
    const put = async (text: string, key: string) =>
      first.client.putRecords({
        StreamName,
        Records: Array.from({ length: 20 }, (_, i) => ({
          Data: Buffer.from(`${text} ${i}`),
          PartitionKey: `${key} ${i}`,
        })),
      });
    await put('plain-data-before-encryption', 'plain-key-before-encryption');
    await first.client.startStreamEncryption({ StreamName, ...KMS });
    const one = {
      StreamName,
      Data: Buffer.from('secret-data-put-alone'),
      PartitionKey: 'secret-key-put-alone',
    };
    expect(await first.client.putRecord(one)).toMatchObject({ EncryptionType: 'KMS' });
    expect(await put('secret-data-of-first-key', 'secret-partition-key')).toMatchObject({
      EncryptionType: 'KMS',
    });
    await first.client.startStreamEncryption({ StreamName, ...KMS });
    await put('secret-data-of-second-key', 'secret-partition-key');
    const before = await readStream(first.client, StreamName);
    await first.server.stop();

    const stored = storedBytes(first.server);
    // What is looked for would be found.
    expect(holds(stored, 'plain-data-before-encryption')).toBe(true);
    expect(holds(stored, 'plain-key-before-encryption')).toBe(true);
    for (const secret of ['secret-data', 'secret-key-put', 'secret-partition-key'])
      expect(holds(stored, secret)).toBe(false);
    const { keys } = JSON.parse(readFileSync(keyFileOf(first.server), 'utf8')) as {
      keys: Record<string, string>;
    };
    const masterKey = Buffer.from(Object.values(keys)[0] ?? '', 'base64');
    expect(masterKey).toHaveLength(32);
    expect(stored.includes(masterKey)).toBe(false);
    expect(first.server.log).not.toContain(masterKey.toString('base64'));

    const second = await start(first.server.dataDir);
    const after = await readStream(second.client, StreamName);
    expect(after).toEqual(before);
    expect(after.map(({ data }) => String(data)).filter((text) => text.startsWith('secret'))).toHaveLength(
      41,
    );
  });

  it('is closed without the key file, while others go on; and opens when the file is back', async () => {
    const first = await start();
    for (const name of [StreamName, 'plain'])
      await first.client.createStream({ StreamName: name, ShardCount: 1 });
    await first.client.startStreamEncryption({ StreamName, ...KMS });
    const record = { Data: Buffer.from('text'), PartitionKey: 'a' };
    for (const name of [StreamName, 'plain']) await first.client.putRecord({ StreamName: name, ...record });
    await first.server.stop();
    const keyFile = keyFileOf(first.server);
    renameSync(keyFile, `${keyFile}.away`);

    const { client, server } = await start(first.server.dataDir);
    await expect(client.putRecord({ StreamName, ...record })).rejects.toThrow(KMSNotFoundException);
    await expect(readStream(client, StreamName)).rejects.toThrow(KMSNotFoundException);
    await expect(client.startStreamEncryption({ StreamName, ...KMS })).rejects.toThrow(KMSNotFoundException);
    expect(server.log).toContain('the data key of a stream cannot be unwrapped');
    await client.putRecord({ StreamName: 'plain', ...record });
    expect(await readStream(client, 'plain')).toHaveLength(2);

    renameSync(`${keyFile}.away`, keyFile);
    await client.putRecord({ StreamName, ...record });
    expect(await readStream(client, StreamName)).toHaveLength(2);
  });
});
