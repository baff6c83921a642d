import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { identityOf, livenessOf, type ProcessIdentity } from './process-identity.js';

function own(): ProcessIdentity {
  const identity = identityOf(process.pid);
  if (identity === undefined) throw new Error('this process does not know itself');
  return identity;
}

describe('process identity', () => {
  it('recognises a process that lives', () => {
    expect(livenessOf(own())).toBe('alive');
  });

  it('knows a process that ended', async () => {
    const child = spawn('sleep', ['60']);
    const identity = identityOf(child.pid ?? 0);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(identity && livenessOf(identity)).toBe('dead');
    expect(identityOf(child.pid ?? 0)).toBeUndefined();
  });

  it('takes a process whose parent has not yet noticed its end for dead', async () => {
    const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60']);
    const [output] = (await once(parent.stdout, 'data')) as [Buffer];
    while (identityOf(Number(output)) !== undefined) await new Promise(setImmediate);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
  });

  it.each([
    ['the pid is used again', { startedAt: '1' }, 'dead'],
    ['the machine was started anew', { world: 'another-boot pid:[1]' }, 'dead'],
  ] as const)('knows that a life is over when %s', (_, change, liveness) => {
    expect(livenessOf({ ...own(), ...change })).toBe(liveness);
  });

  it('says that it cannot tell about a process of another container', () => {
    const [boot] = own().world.split(' ');
    expect(livenessOf({ ...own(), world: `${boot} pid:[1]` })).toBe('elsewhere');
  });
});
