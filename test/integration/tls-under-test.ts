// Certificates that are made for one run, the files they lie in, and clients that trust them.
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import {
  makeDevelopmentCertificates,
  type DevelopmentCertificates,
} from '../../apps/cli/src/development-certificates.js';

const NOW = { hosts: [], nowMs: Date.now() };

/** Two authorities with a certificate each; clients of this file trust both. */
export const [FIRST, SECOND] = await Promise.all([
  makeDevelopmentCertificates(NOW),
  makeDevelopmentCertificates(NOW),
]);

export const TRUST = { ca: FIRST.authority + SECOND.authority };

/** A directory with the two files that a server reads. */
export class TlsDirectory {
  readonly path = mkdtempSync(join(tmpdir(), 'shardwell-tls-'));
  readonly certPath = join(this.path, 'cert.pem');
  readonly keyPath = join(this.path, 'key.pem');

  constructor(pair: DevelopmentCertificates = FIRST) {
    this.write(pair);
  }

  write({ certificate, key }: DevelopmentCertificates): void {
    writeFileSync(this.certPath, certificate);
    writeFileSync(this.keyPath, key);
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** A TLS connection whose handshake is done. */
export async function secured(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connect({ port, host: '127.0.0.1', ...TRUST, ...options });
  await once(socket, 'secureConnect');
  return socket;
}

/** An HTTP/2 session over TLS. */
export async function securedSession(port: number): Promise<http2.ClientHttp2Session> {
  const session = http2.connect(`https://127.0.0.1:${port}`, TRUST);
  await once(session, 'connect');
  return session;
}

/** What is answered to a POST over HTTP/1.1 and TLS. */
export async function securedPost(port: number, body: string, agent = https.globalAgent): Promise<string> {
  const sent = https.request({ port, host: '127.0.0.1', method: 'POST', agent, ...TRUST }).end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return text(response);
}
