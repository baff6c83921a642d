import { createPrivateKey } from 'node:crypto';
import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { makeDevelopmentCertificates } from '../../apps/cli/src/development-certificates.js';
import { TlsFiles } from '../../libs/bootstrap/src/front/tls-files.js';
import { eventually } from '../eventually.js';
import { closeFronts, http2Answer, startFront } from './front-under-test.js';
import { FIRST, secured, SECOND, securedSession, TlsDirectory } from './tls-under-test.js';

let directory: TlsDirectory;
let tlsFiles: TlsFiles;
let log: string;
const logger = pino(
  { base: null },
  new Writable({
    write(line, _, done) {
      log += String(line);
      done();
    },
  }),
);

beforeEach(async () => {
  log = '';
  directory = new TlsDirectory();
  tlsFiles = await follow(directory);
});

afterEach(async () => {
  await closeFronts();
  tlsFiles.close();
  directory.remove();
});

function follow(paths: { readonly certPath: string; readonly keyPath: string }): Promise<TlsFiles> {
  return TlsFiles.open({ ...paths, logger, lookEveryMs: 5 });
}

/** Which of the two certificates a new connection is shown. */
async function shown(port: number): Promise<'first' | 'second' | 'another'> {
  const socket = await secured(port);
  const pem = socket.getPeerX509Certificate()?.toString().trim();
  socket.destroy();
  if (pem === FIRST.certificate.trim()) return 'first';
  return pem === SECOND.certificate.trim() ? 'second' : 'another';
}

function lockedKey(): string | Buffer {
  const lock = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' } as const;
  return createPrivateKey(FIRST.key).export(lock);
}

describe('TLS files', () => {
  it.each([
    ['written over', () => directory.write(SECOND)],
    [
      'renamed into their places',
      () => {
        writeFileSync(`${directory.keyPath}.new`, SECOND.key);
        writeFileSync(`${directory.certPath}.new`, SECOND.certificate);
        renameSync(`${directory.certPath}.new`, directory.certPath);
        renameSync(`${directory.keyPath}.new`, directory.keyPath);
      },
    ],
  ])('that are %s are used from the next connection on', async (_, replace) => {
    const { port } = await startFront({ tlsFiles });
    const standing = await securedSession(port);
    expect(await shown(port)).toBe('first');
    replace();
    await eventually(async () => expect(await shown(port)).toBe('second'));
    const next = await securedSession(port);
    expect(await http2Answer(next, 'next')).toBe('2.0 POST next');
    expect(await http2Answer(standing, 'still')).toBe('2.0 POST still');
    expect(log).toContain('TLS has a new certificate');
    standing.close();
    next.close();
  });

  it('that a link leads to are followed when it leads elsewhere, as Kubernetes does it', async () => {
    const other = new TlsDirectory(SECOND);
    const link = join(directory.path, 'data');
    symlinkSync(directory.path, link);
    const files = await follow({ certPath: join(link, 'cert.pem'), keyPath: join(link, 'key.pem') });
    const { port } = await startFront({ tlsFiles: files });
    expect(await shown(port)).toBe('first');
    symlinkSync(other.path, `${link}.new`);
    renameSync(`${link}.new`, link);
    await eventually(async () => expect(await shown(port)).toBe('second'));
    files.close();
    other.remove();
  });

  it.each([
    [
      'belong to two certificates',
      () => writeFileSync(directory.certPath, SECOND.certificate),
      'is not the one of',
    ],
    ['hold no certificate', () => writeFileSync(directory.certPath, 'soon'), 'holds no certificate'],
    ['hold no key', () => writeFileSync(directory.keyPath, FIRST.certificate), 'holds no private key'],
    [
      'hold a key with a passphrase',
      () => writeFileSync(directory.keyPath, lockedKey()),
      'free of a passphrase',
    ],
    ['are gone', () => rmSync(directory.certPath), 'ENOENT'],
  ])(
    'that %s are not used; the log says why, and the next that can be used are',
    async (_, spoil, reason) => {
      const { port } = await startFront({ tlsFiles });
      spoil();
      await eventually(() => expect(log).toContain(reason));
      expect(await shown(port)).toBe('first');
      directory.write(SECOND);
      await eventually(async () => expect(await shown(port)).toBe('second'));
    },
  );

  it.each([
    [
      'belong to different certificates',
      () => writeFileSync(directory.keyPath, SECOND.key),
      'is not the one of',
    ],
    ['are not there', () => rmSync(directory.keyPath), 'ENOENT'],
  ])('that %s stop the start', async (_, spoil, reason) => {
    spoil();
    const opening = follow(directory);
    await expect(opening).rejects.toThrow(reason);
    await expect(opening).rejects.toThrow('Set SHARDWELL_TLS_CERT and SHARDWELL_TLS_KEY.');
  });

  it('that are not valid any more are used with a warning', async () => {
    directory.write(await makeDevelopmentCertificates({ hosts: [], nowMs: Date.UTC(2020, 0, 1) }));
    await eventually(() => expect(log).toContain('is not valid now'));
    log = '';
    const files = await follow(directory);
    expect(log).toContain('is not valid now');
    files.close();
  });
});
