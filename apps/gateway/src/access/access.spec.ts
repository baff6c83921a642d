import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { VirtualTimers } from '#lib/actor';
import { parseConfig, StartError } from '#lib/bootstrap';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { ObservedCalls } from '../observed-calls.js';
import { openAccess, type Access } from './access.js';

const folder = mkdtempSync(join(tmpdir(), 'shardwell-access-'));
const timers = new VirtualTimers();
const opened: Access[] = [];
let gateway: MemoryGateway;
let log = '';

beforeAll(async () => {
  gateway = await MemoryGateway.open();
});
afterEach(() => {
  for (const access of opened.splice(0)) access.close();
  log = '';
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await gateway.close();
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const calls = new ObservedCalls(undefined);

async function open(environment: Readonly<Record<string, string>>): Promise<Access> {
  const logger = pino({}, { write: (line: string) => void (log += line) });
  const settings = parseConfig(environment);
  const internalKey = { accessKeyId: 'internal', secretAccessKey: 'of the process' };
  const access = await openAccess({ settings, context: gateway.context, logger, timers, internalKey, calls });
  opened.push(access);
  return access;
}

const ROOT = { SHARDWELL_ROOT_ACCESS_KEY_ID: 'root', SHARDWELL_ROOT_SECRET_ACCESS_KEY: 'not-for-the-log' };

describe('access', () => {
  it('knows root and the server’s own readers, who may only read', async () => {
    const { isStrict, principals } = await open({ SHARDWELL_AUTH: 'strict', ...ROOT });
    expect(isStrict).toBe(true);
    expect(principals.ofAccessKey('root')).toMatchObject({ principal: { isRoot: true } });
    const internal = principals.ofAccessKey('internal')?.principal;
    expect(internal).toMatchObject({ isRoot: false, name: 'shardwell/internal' });
    expect(internal?.policies[0]?.statements[0]?.actions).not.toContain('*');
  });

  it('reads the root key from files, without the end of their line', async () => {
    const { principals } = await open({
      SHARDWELL_AUTH: 'strict',
      SHARDWELL_ROOT_ACCESS_KEY_ID_FILE: file('id', 'root\n'),
      SHARDWELL_ROOT_SECRET_ACCESS_KEY_FILE: file('secret', 'not-for-the-log\r\n'),
    });
    expect(principals.ofAccessKey('root')).toMatchObject({ secretAccessKey: 'not-for-the-log' });
  });

  it.each<readonly [string, () => Readonly<Record<string, string>>, string]>([
    [
      'a secret cannot be read',
      () => ({
        SHARDWELL_ROOT_ACCESS_KEY_ID: 'root',
        SHARDWELL_ROOT_SECRET_ACCESS_KEY_FILE: join(folder, 'nothing'),
      }),
      'SHARDWELL_ROOT_SECRET_ACCESS_KEY_FILE names a file that cannot be read: ENOENT',
    ],
    [
      'a secret is none',
      () => ({
        SHARDWELL_ROOT_ACCESS_KEY_ID: 'root',
        SHARDWELL_ROOT_SECRET_ACCESS_KEY_FILE: file('two', 'not-for-the-log\nnot-for-the-log\n'),
      }),
      'which does not hold a secret',
    ],
    [
      'nobody may come in',
      () => ({ SHARDWELL_ACCESS_FILE: file('empty', '{"principals": []}') }),
      'names no principal, and there is no root key',
    ],
  ])('stops the start where %s, and repeats no secret', async (_, environment, sentence) => {
    const refused = open({ SHARDWELL_AUTH: 'strict', ...environment() });
    await expect(refused).rejects.toThrow(StartError);
    await expect(refused).rejects.toThrow(sentence);
    await expect(refused).rejects.not.toThrow('not-for-the-log');
    expect(timers.pendingTimers).toBe(0);
  });

  it('says loudly that nobody is asked, and that keys are not used then', async () => {
    await open({ SHARDWELL_HOST: '0.0.0.0', SHARDWELL_OPEN_ACCESS: 'yes', ...ROOT });
    expect(log).toContain('whoever reaches this server may do everything');
    expect(log).toContain('principals and keys are not used');
    expect(log).not.toContain('not-for-the-log');
  });

  it('says nothing where only this machine comes in', async () => {
    const { isStrict } = await open({});
    expect([isStrict, log]).toEqual([false, '']);
  });
});
