import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { makeDevelopmentCertificates } from '../../../apps/cli/src/development-certificates.js';
import type { ServerTrust } from './client-agent.js';
import { createKinesisClient, type KinesisClient } from './kinesis-client.js';

const NOW = { hosts: [], nowMs: Date.now() };
const [made, another] = await Promise.all([
  makeDevelopmentCertificates(NOW),
  makeDevelopmentCertificates(NOW),
]);
/** Of this machine, and not in the certificates. */
const OTHER_ADDRESS = '127.0.0.2';

describe('a client over https', () => {
  let server: Server;
  let client: KinesisClient;

  async function open({
    trust,
    host = '127.0.0.1',
  }: {
    readonly trust?: ServerTrust;
    readonly host?: string;
  }) {
    server = createServer({ cert: made.certificate, key: made.key }, (_, answer) => answer.end());
    await once(server.listen(0, host), 'listening');
    const { port } = server.address() as AddressInfo;
    client = createKinesisClient({ endpoint: `https://${host}:${port}`, ...(trust && { trust }) });
  }

  const call = () => client.call('CreateStream', { StreamName: 'orders' });

  afterEach(() => {
    client.close();
    server.close();
  });

  it('trusts the authorities that it is given', async () => {
    await open({ trust: { authorities: made.authority } });
    expect(await call()).toEqual({});
  });

  it('trusts the very certificate that it is given, whatever name is in it, and the next one', async () => {
    let certificate = made.certificate;
    await open({ trust: { certificate: () => certificate }, host: OTHER_ADDRESS });
    expect(await call()).toEqual({});
    server.setSecureContext({ cert: another.certificate, key: another.key });
    server.closeAllConnections();
    certificate = another.certificate;
    expect(await call()).toEqual({});
  });

  it.each([
    ['nobody it knows has signed', {}],
    ['another authority has signed', { trust: { authorities: another.authority } }],
    ['is for another name', { trust: { authorities: made.authority }, host: OTHER_ADDRESS }],
    ['is not the very one', { trust: { certificate: () => another.certificate } }],
  ])('gives up at once on a certificate that %s', async (_, options) => {
    await open(options);
    await expect(call()).rejects.toMatchObject({ code: 'ConnectionFailure', isRetryable: false });
  });
});
