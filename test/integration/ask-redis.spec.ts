import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { askRedis, RedisRefusal } from '../../apps/all-in-one/src/ask-redis.js';

const socketPath = process.env['SHARDWELL_TEST_REDIS_SOCKET'] ?? '';

function ask(...command: readonly string[]): Promise<readonly string[]> {
  return askRedis({ socketPath, command, timeoutMs: 5000 });
}

/** What askRedis makes of a server that behaves as `serve` says. */
async function askFake(serve: (socket: Socket) => void, timeoutMs = 5000): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shardwell-test-'));
  const server = createServer((socket) => serve(socket.on('error', () => undefined)));
  await once(server.listen(join(folder, 's')), 'listening');
  try {
    return await askRedis({ socketPath: join(folder, 's'), command: ['PING'], timeoutMs });
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
}

describe('askRedis', () => {
  it('understands every kind of answer that a start meets', async () => {
    expect(await ask('PING')).toEqual(['PONG']);
    expect(await ask('DBSIZE')).toEqual([expect.stringMatching(/^\d+$/)]);
    expect(await ask('ECHO', 'zwölf\r\n')).toEqual(['zwölf\r\n']);
    expect(await ask('CONFIG', 'GET', 'appendfsync')).toEqual(['appendfsync', 'always']);
    expect(await ask('CONFIG', 'GET', 'no-such-setting')).toEqual([]);
  });

  it('tells a refusal by its code', async () => {
    const refused = ask('NO-SUCH-COMMAND');
    await expect(refused).rejects.toThrow(RedisRefusal);
    await expect(refused).rejects.toMatchObject({ code: 'ERR' });
  });

  it('waits for an answer that comes in pieces', async () => {
    const answer = askFake((socket) => {
      socket.write('*2\r\n$3\r\nab');
      setImmediate(() => socket.write('c\r\n$0\r\n\r\n'));
    });
    expect(await answer).toEqual(['abc', '']);
  });

  it.each<[string, (socket: Socket) => void, string]>([
    ['closes', (socket) => socket.end(), 'Redis closed the connection without an answer'],
    [
      'is no Redis',
      (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      'This is not an answer of Redis',
    ],
  ])('fails when the other side %s', async (_, serve, message) => {
    await expect(askFake(serve)).rejects.toThrow(message);
  });

  it('fails when the other side stays silent', async () => {
    await expect(askFake(() => undefined, 50)).rejects.toThrow('Redis did not answer within 50 ms');
  });

  it('fails where nobody listens', async () => {
    await expect(askRedis({ socketPath: '/nonexistent', command: ['PING'], timeoutMs: 50 })).rejects.toThrow(
      'ENOENT',
    );
  });
});
