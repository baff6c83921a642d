import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { Client, credentials, type Server } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from '@jest/globals';
import { makeDevelopmentCertificates } from '../../../../apps/cli/src/development-certificates.js';
import { bindGrpcServer, closeGrpcServer, type GrpcTls } from './grpc-server.js';

const DEADLINE_MS = 10_000;
const NOW = { hosts: [], nowMs: Date.now() };
const [first, second] = await Promise.all([
  makeDevelopmentCertificates(NOW),
  makeDevelopmentCertificates(NOW),
]);
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await closeGrpcServer(server, 0);
});

/** A certificate that changes when the test says so. */
class ChangingCertificate implements GrpcTls {
  pair = { cert: first.certificate, key: first.key };
  private readonly followers: Parameters<GrpcTls['follow']>[0][] = [];

  follow(follower: Parameters<GrpcTls['follow']>[0]): void {
    this.followers.push(follower);
  }

  change({ certificate: cert, key }: typeof first): void {
    this.pair = { cert, key };
    for (const follower of this.followers) follower(this.pair);
  }
}

/** @returns its port. */
async function open(tls: GrpcTls): Promise<number> {
  const { server, port } = await bindGrpcServer({ host: '127.0.0.1', port: 0, tls });
  servers.push(server);
  return port;
}

/** Resolves when a client of this authority can call. */
async function reach(port: number, authority: string): Promise<void> {
  const client = new Client(`localhost:${port}`, credentials.createSsl(Buffer.from(authority)));
  try {
    await new Promise<void>((ready, failed) => {
      client.waitForReady(Date.now() + DEADLINE_MS, (error) => (error ? failed(error) : ready()));
    });
  } finally {
    client.close();
  }
}

async function shownTo(port: number): Promise<string | undefined> {
  const socket = connect({ port, host: '127.0.0.1', ALPNProtocols: ['h2'], rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const shown = socket.getPeerX509Certificate()?.toString().trim();
  socket.destroy();
  return shown;
}

describe('a gRPC server with a certificate', () => {
  it('speaks TLS', async () => {
    const port = await open(new ChangingCertificate());
    await reach(port, first.authority);
  });

  it('takes another certificate while it runs', async () => {
    const tls = new ChangingCertificate();
    const port = await open(tls);
    expect(await shownTo(port)).toBe(first.certificate.trim());
    tls.change(second);
    expect(await shownTo(port)).toBe(second.certificate.trim());
    await reach(port, second.authority);
  });
});

describe('a gRPC server that cannot listen', () => {
  it('says so by the code of Node', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(bindGrpcServer({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    other.close();
  });
});
