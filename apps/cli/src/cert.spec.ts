import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { cert } from './cert.js';

describe('shardwell cert', () => {
  let directory: string;
  let said: string;

  beforeEach(() => {
    directory = join(mkdtempSync(join(tmpdir(), 'shardwell-cert-')), "it's here");
    said = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  });

  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(join(directory, '..'), { recursive: true, force: true });
  });

  const read = (file: string): string => readFileSync(join(directory, file), 'utf8');

  it('writes a certificate for its hosts, its authority, and a key that nobody else can read', async () => {
    await cert({ dir: directory, host: ['kinesis.test'] });
    expect(readdirSync(directory).sort()).toEqual(['ca.pem', 'cert.pem', 'key.pem']);
    const certificate = new X509Certificate(read('cert.pem'));
    expect(certificate.checkIssued(new X509Certificate(read('ca.pem')))).toBe(true);
    expect(certificate.checkHost('kinesis.test')).toBe('kinesis.test');
    expect(statSync(join(directory, 'key.pem')).mode & 0o777).toBe(0o600);
  });

  it('says what to set, as a shell reads it', async () => {
    await cert({ dir: directory, host: [] });
    const quoted = `'${directory.replace("'", String.raw`'\''`)}`;
    expect(said).toContain(`SHARDWELL_TLS_CERT=${quoted}/cert.pem' SHARDWELL_TLS_KEY=${quoted}/key.pem'`);
    expect(said).toContain(`AWS_CA_BUNDLE=${quoted}/ca.pem'`);
  });

  it('leaves what is there, unless it is told otherwise', async () => {
    await cert({ dir: directory, host: [] });
    const first = read('cert.pem');
    await expect(cert({ dir: directory, host: [] })).rejects.toThrow(/cert\.pem.* exist already; --force/);
    expect(read('cert.pem')).toBe(first);
    await cert({ dir: directory, host: [], force: true });
    expect(read('cert.pem')).not.toBe(first);
  });

  it('says in words where it cannot write', async () => {
    await expect(cert({ dir: '/dev/null/tls', host: [] })).rejects.toThrow('cannot be written: ENOTDIR');
  });
});
