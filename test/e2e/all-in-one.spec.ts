import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { identityOf } from '../../apps/all-in-one/src/process-identity.js';
import { eventually } from '../eventually.js';
import { removeServers, Server } from '../server.js';

jest.setTimeout(120_000);

afterEach(removeServers);

async function readiness({ url }: Server): Promise<unknown> {
  return (await fetch(`${url}/readyz`)).json();
}

describe('all-in-one', () => {
  it('says where its doors are, is ready, and says nothing else', async () => {
    const server = await Server.start();
    await eventually(async () => expect(await readiness(server)).toMatchObject({ ready: true }));
    expect(server.log).toBe('');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('stops its Redis and exits with 0 on %s', async (signal) => {
    const server = await Server.start();
    const { pid } = server.redis;
    server.signal(signal);
    expect(await server.ended()).toMatchObject({ code: 0, stderr: '' });
    expect(identityOf(pid)).toBeUndefined();
  });

  it('exits with 0 also when Ctrl-C reaches it twice, from the terminal and from npm', async () => {
    const server = await Server.start();
    server.signal('SIGINT');
    server.signal('SIGINT');
    expect(await server.ended()).toMatchObject({ code: 0 });
  });

  it('adopts the Redis of a server that was killed', async () => {
    const first = await Server.start();
    const { pid } = first.redis;
    await first.kill();
    const second = await Server.start({ dataDir: first.dataDir });
    expect(second.redis.pid).toBe(pid);
    expect(second.log).toContain('adopted the Redis that an earlier server left behind');
    expect(await second.stop()).toMatchObject({ code: 0 });
    expect(identityOf(pid)).toBeUndefined();
  });

  it('starts a new Redis when both were killed', async () => {
    const first = await Server.start();
    const { pid } = first.redis;
    await first.kill();
    process.kill(pid, 'SIGKILL');
    const second = await Server.start({ dataDir: first.dataDir });
    expect(second.redis.pid).not.toBe(pid);
  });

  it('does not start on the directory of a living server, and names its pid', async () => {
    const first = await Server.start();
    const second = await Server.spawn({ dataDir: first.dataDir }).ended();
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toContain(`belongs to the Shardwell with pid ${first.pid}, which is running`);
    await eventually(async () => expect(await readiness(first)).toMatchObject({ ready: true }));
  });

  it('starts once when several are started on one directory at the same time', async () => {
    const first = Server.spawn();
    const servers = [first, ...Array.from({ length: 3 }, () => Server.spawn({ dataDir: first.dataDir }))];
    const starts = await Promise.allSettled(servers.map((server) => server.ready()));
    expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is not ready while its Redis is down, and recovers by itself', async () => {
    const server = await Server.start();
    process.kill(server.redis.pid, 'SIGKILL');
    await eventually(async () => expect(await readiness(server)).toMatchObject({ ready: false }));
    await eventually(async () => expect(await readiness(server)).toMatchObject({ ready: true }));
  });

  it('names everything that is wrong with its configuration, and does not start', async () => {
    const env = { SHARDWELL_HTTP_PORT: 'x', SHARDWELL_DURABILTY: 'disk' };
    const { code, stdout, stderr } = await Server.spawn({ env }).ended();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trim().split('\n')).toEqual([
      'The configuration cannot be used:',
      '  - SHARDWELL_DURABILTY is not a setting; did you mean SHARDWELL_DURABILITY?',
      '  - SHARDWELL_HTTP_PORT is "x", but must be a whole number from 0 to 65535.',
    ]);
  });

  it('leaves nothing running when a port is taken', async () => {
    const first = await Server.start();
    const env = { SHARDWELL_HTTP_PORT: new URL(first.url).port };
    const server = Server.spawn({ env });
    const { code, stderr } = await server.ended();
    expect(code).toBe(1);
    expect(stderr).toContain('is in use by another program');
    expect(identityOf(server.redis.pid)).toBeUndefined();
  });
});
