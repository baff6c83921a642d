import { describe, expect, it } from '@jest/globals';
import type { StreamEvent, StreamId } from '#lib/kinesis';
import { controlLogContract } from './contract/control-log.contract.js';
import { storageError } from './contract/shard-log-storage.js';
import { MemoryControlLog } from './memory-control-log.js';

controlLogContract('the control log in memory', async () => {
  const log = new MemoryControlLog();
  return {
    log,
    another: log.connectAnother(),
    loseNextReply: (lever) => log.loseNextReply(lever),
    connected: async () => {},
    close: async () => {},
  };
});

describe('the levers of the control log in memory', () => {
  const event = (atMs: number): StreamEvent => ({
    type: 'StreamActivated',
    streamId: '00000000000000000000-abc' as StreamId,
    atMs,
  });

  it('lets a stranded append land late, where its version is still free', async () => {
    const log = new MemoryControlLog();
    const arrive = log.strandNextAppend();
    await expect(log.append(0, [event(1)])).rejects.toMatchObject(storageError('unknown'));
    expect(await log.readAfter(0)).toEqual([]);
    arrive();
    expect(await log.readAfter(0)).toEqual([{ version: 1, events: [event(1)] }]);
  });

  it('lets a stranded append do nothing where its version was taken', async () => {
    const log = new MemoryControlLog();
    const arrive = log.strandNextAppend();
    await expect(log.append(0, [event(1)])).rejects.toMatchObject(storageError('unknown'));
    await log.connectAnother().append(0, [event(2)]);
    arrive();
    expect(await log.readAfter(0)).toEqual([{ version: 1, events: [event(2)] }]);
  });

  it('refuses one append and takes the next', async () => {
    const log = new MemoryControlLog();
    log.refuseNextAppend();
    await expect(log.append(0, [event(1)])).rejects.toMatchObject(storageError('not-executed'));
    expect(await log.append(0, [event(1)])).toBe(true);
  });

  it('answers and tells nothing while it is cut off, and tells when it is back', async () => {
    const log = new MemoryControlLog();
    let timesHeard = 0;
    log.onAppended(() => {
      timesHeard += 1;
    });
    const comeBack = log.cutOff();
    await log.connectAnother().append(0, [event(1)]);
    await expect(log.readAfter(0)).rejects.toMatchObject(storageError('disconnected'));
    expect(timesHeard).toBe(0);
    comeBack();
    expect(await log.readAfter(0)).toHaveLength(1);
    expect(timesHeard).toBe(1);
  });
});
