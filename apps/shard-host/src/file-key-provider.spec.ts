import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FileKeyProvider } from './file-key-provider.js';
import { KeyFile } from './key-file.js';

const DEFAULT = 'alias/aws/kinesis';
let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'shardwell-keys-'));
  path = join(directory, 'keys', 'master-keys.json');
});
afterEach(() => rmSync(directory, { recursive: true }));

function provider({ mayMake = true } = {}): FileKeyProvider {
  return new FileKeyProvider(new KeyFile({ path, mayMake: () => mayMake }));
}

const keyOf = (letter: string): string => Buffer.alloc(32, letter).toString('base64');

function writeKeys(content: unknown, mode = 0o600): void {
  path = join(directory, 'given.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  chmodSync(path, mode);
}

describe('the key file', () => {
  it('is made when a first data key is wanted, for its owner alone, with one random key', async () => {
    await provider().generateDataKey(DEFAULT);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(directory, 'keys'))).toEqual(['master-keys.json']);
    const { keys } = JSON.parse(readFileSync(path, 'utf8')) as { keys: Record<string, string> };
    expect(Object.keys(keys)).toEqual([DEFAULT]);
    expect(Buffer.from(keys[DEFAULT] ?? '', 'base64')).toHaveLength(32);
  });

  it('is made once, whoever comes at the same time', async () => {
    const providers = Array.from({ length: 5 }, () => provider());
    const made = await Promise.all(providers.map((one) => one.generateDataKey(DEFAULT)));
    for (const { wrapped, plaintext } of made)
      expect(await provider().unwrap(DEFAULT, wrapped)).toEqual(plaintext);
  });

  it('is told of when it is made, and not later', async () => {
    const made: string[] = [];
    const file = new KeyFile({ path, mayMake: () => true, onMade: (where) => made.push(where) });
    const keys = new FileKeyProvider(file);
    await keys.generateDataKey(DEFAULT);
    await keys.generateDataKey(DEFAULT);
    expect(made).toEqual([path]);
  });

  it('is not made again where something was encrypted already: it was lost', async () => {
    await expect(provider({ mayMake: false }).generateDataKey(DEFAULT)).rejects.toMatchObject({
      code: 'KMSNotFoundException',
      message: 'The key file (SHARDWELL_KEY_FILE) is gone: bring it back from its copy.',
    });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('is missed by whoever needs an old data key', async () => {
    const { wrapped } = await provider().generateDataKey(DEFAULT);
    rmSync(path);
    await expect(provider().unwrap(DEFAULT, wrapped)).rejects.toMatchObject({ code: 'KMSNotFoundException' });
  });

  it.each(['604', '640', '602', '660'])('is refused when its mode is %s: others may use it', async (mode) => {
    writeKeys({ keys: { [DEFAULT]: keyOf('k') } }, parseInt(mode, 8));
    await expect(provider().generateDataKey(DEFAULT)).rejects.toMatchObject({
      code: 'KMSAccessDeniedException',
      message: expect.stringContaining(`has mode ${mode}`),
    });
  });

  it.each<[string, unknown, string]>([
    ['is no JSON', `{"keys": "${keyOf('s')}`, 'it is no JSON'],
    ['has no keys', { key: 1 }, 'it has no object "keys"'],
    ['holds nothing', 'null', 'it has no object "keys"'],
    ['has a key that is too short', { keys: { a: 'c2hvcnQ=' } }, "key 'a' is not 32 bytes in base64"],
    ['has a key that is no text', { keys: { a: 7 } }, "key 'a' is not 32 bytes in base64"],
    ['is longer than any such file', ' '.repeat(1024 * 1024 + 1), 'it has 1048577 bytes'],
  ])('is damaged when it %s, and nothing of it is told', async (_, content, why) => {
    writeKeys(content);
    const refused = provider().generateDataKey(DEFAULT);
    await expect(refused).rejects.toMatchObject({ code: 'KMSInvalidStateException' });
    await expect(refused).rejects.toThrow(`The key file (SHARDWELL_KEY_FILE) is damaged: ${why}.`);
  });

  it('cannot be made where there is no place for it', async () => {
    writeKeys('a file');
    path = join(path, 'below.json');
    await expect(provider().generateDataKey(DEFAULT)).rejects.toMatchObject({
      code: 'KMSAccessDeniedException',
    });
  });
});

describe('a data key', () => {
  const OTHER = '1234abcd-12ab-34cd-56ef-1234567890ab';

  beforeEach(() =>
    writeKeys({ keys: { [DEFAULT]: keyOf('d'), 'alias/orders': keyOf('o'), [OTHER]: keyOf('i') } }),
  );

  it('is 32 random bytes, and comes back from its wrapping', async () => {
    const [one, other] = [
      await provider().generateDataKey(DEFAULT),
      await provider().generateDataKey(DEFAULT),
    ];
    expect(one.plaintext).toHaveLength(32);
    expect(one.plaintext).not.toEqual(other.plaintext);
    expect(await provider().unwrap(DEFAULT, one.wrapped)).toEqual(one.plaintext);
    expect(Buffer.from(one.wrapped, 'base64').includes(Buffer.from(one.plaintext))).toBe(false);
  });

  it.each([
    ['alias/orders', 'arn:aws:kms:us-east-1:000000000000:alias/orders'],
    [OTHER, `arn:aws:kms:us-east-1:000000000000:key/${OTHER}`],
    [OTHER, `arn:aws-cn:kms:cn-north-1:000000000000:key/${OTHER}`],
  ])('of key %s is also that of %s', async (name, arn) => {
    const { plaintext, wrapped } = await provider().generateDataKey(arn);
    expect(await provider().unwrap(name, wrapped)).toEqual(plaintext);
  });

  it.each(['alias/nobody', 'orders', 'arn:aws:s3:::alias/orders'])('of %s there is none', async (keyId) => {
    await expect(provider().generateDataKey(keyId)).rejects.toMatchObject({
      code: 'KMSNotFoundException',
      message: `Key '${keyId}' does not exist`,
    });
  });

  it('does not open under another name, nor when the key of its name was changed', async () => {
    const { wrapped } = await provider().generateDataKey(DEFAULT);
    const denied = { code: 'KMSAccessDeniedException' };
    await expect(provider().unwrap('alias/orders', wrapped)).rejects.toMatchObject(denied);
    writeKeys({ keys: { [DEFAULT]: keyOf('x') } });
    await expect(provider().unwrap(DEFAULT, wrapped)).rejects.toMatchObject(denied);
  });

  it('does not open when any byte of its wrapping changed', async () => {
    const { wrapped } = await provider().generateDataKey(DEFAULT);
    const bytes = Buffer.from(wrapped, 'base64');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const opening = provider().unwrap(DEFAULT, changed.toString('base64'));
      await expect(opening).rejects.toMatchObject({ code: 'KMSAccessDeniedException' });
    }
  });
});
