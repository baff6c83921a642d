import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StreamEvent, StreamId, StreamName } from '#lib/kinesis';
import type { ControlLogStorage } from './control-log-storage.js';
import { storageError } from './shard-log-storage.js';

/**
 * Registers the suite that every control log passes, whatever stores it.
 *
 * @param openStorage gives one that is empty; called for each test.
 */
export function controlLogContract(name: string, openStorage: () => Promise<ControlLogStorage>): void {
  describe(name, () => {
    let storage: ControlLogStorage;
    beforeEach(async () => {
      storage = await openStorage();
    });
    afterEach(() => storage.close());

    appendingContract(() => storage);
    readingContract(() => storage);
    snapshotContract(() => storage);
    followingContract(() => storage);
  });
}

const STREAM_ID = '00000000000000000000-abc' as StreamId;

/** An event that tells its number. */
const event = (number: number): StreamEvent => ({
  type: 'StreamActivated',
  streamId: STREAM_ID,
  atMs: number,
});

const CREATED: StreamEvent = {
  type: 'StreamCreated',
  streamId: STREAM_ID,
  name: 'clicks' as StreamName,
  atMs: 1_767_225_600_250,
  shardsCreatedAtSecond: 1_767_225_600,
  shardCount: 3,
  mode: 'PROVISIONED',
  retentionHours: 24,
  maxRecordSizeKiB: 1024,
  recordDistribution: 'USER_PARTITION_KEY',
  tags: JSON.parse('{"größe 大小":"\\" \\u0000 \\n","__proto__":"own"}') as Record<string, string>,
};

function appendingContract(storage: () => ControlLogStorage): void {
  describe('appending', () => {
    it('gives the versions 1, 2, 3 to what one writer appends', async () => {
      const { log } = storage();
      for (const version of [0, 1, 2]) expect(await log.append(version, [event(version)])).toBe(true);
      expect(await log.readAfter(0)).toEqual(
        [1, 2, 3].map((version) => ({ version, events: [event(version - 1)] })),
      );
    });

    it('keeps several events as one version, exactly as they were', async () => {
      const { log } = storage();
      const events = [CREATED, event(1), event(2)];
      await log.append(0, events);
      const [change] = await log.readAfter(0);
      expect(JSON.stringify(change)).toBe(JSON.stringify({ version: 1, events }));
    });

    it('refuses the second writer of a version, and writes nothing of it', async () => {
      const { log, another } = storage();
      expect(await log.append(0, [event(1)])).toBe(true);
      expect(await another.append(0, [event(2)])).toBe(false);
      expect(await another.readAfter(0)).toEqual([{ version: 1, events: [event(1)] }]);
      expect(await another.append(1, [event(2)])).toBe(true);
    });

    it('takes one of many writers of a version', async () => {
      const { log, another } = storage();
      const writers = Array.from({ length: 20 }, (_, i) => (i % 2 ? log : another).append(0, [event(i)]));
      const outcomes = await Promise.all(writers);
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      expect(await log.readAfter(0)).toEqual([{ version: 1, events: [event(outcomes.indexOf(true))] }]);
    });

    it('refuses a version that would leave a gap: the storage has lost changes', async () => {
      const { log } = storage();
      await log.append(0, [event(1)]);
      await expect(log.append(2, [event(2)])).rejects.toMatchObject(storageError('not-executed'));
      expect(await log.readAfter(1)).toEqual([]);
    });

    it.each([true, false])(
      'says that it does not know when the reply is lost; executed: %p',
      async (executed) => {
        const { log, loseNextReply, connected } = storage();
        loseNextReply({ executed });
        await expect(log.append(0, [event(1)])).rejects.toMatchObject(storageError('unknown'));
        await connected();
        expect(await log.readAfter(0)).toEqual(executed ? [{ version: 1, events: [event(1)] }] : []);
        expect(await log.append(0, [event(1)])).toBe(!executed);
      },
    );
  });
}

function readingContract(storage: () => ControlLogStorage): void {
  describe('reading', () => {
    it('gives nothing of an empty log, and nothing behind the last version', async () => {
      const { log } = storage();
      expect(await log.readAfter(0)).toEqual([]);
      await log.append(0, [event(1)]);
      expect(await log.readAfter(1)).toEqual([]);
      expect(await log.readAfter(9)).toEqual([]);
    });

    it('gives all that came after a version, also more than one answer should carry', async () => {
      const { log, another } = storage();
      for (let version = 0; version < 1_203; version += 1) await log.append(version, [event(version)]);
      const changes = await another.readAfter(2);
      expect(changes).toHaveLength(1_201);
      expect(
        changes.filter(({ version, events }, i) => version !== i + 3 || events[0]?.atMs !== i + 2),
      ).toEqual([]);
    });
  });
}

function snapshotContract(storage: () => ControlLogStorage): void {
  describe('the snapshot', () => {
    it('is not there before one was saved', async () => {
      expect(await storage().log.loadSnapshot()).toBeUndefined();
    });

    it('is given back as it was, also a large one', async () => {
      const { log, another } = storage();
      const snapshot = { version: 7, state: JSON.stringify({ größe: 'x'.repeat(2_000_000) }) };
      await log.saveSnapshot(snapshot);
      const loaded = await another.loadSnapshot();
      expect(loaded?.version).toBe(7);
      expect(loaded?.state === snapshot.state).toBe(true);
    });

    it('is replaced by a newer one only', async () => {
      const { log, another } = storage();
      for (const version of [5, 4, 10, 9])
        await (version % 2 ? log : another).saveSnapshot({ version, state: `s${version}` });
      expect(await log.loadSnapshot()).toEqual({ version: 10, state: 's10' });
    });

    it('takes nothing from the log', async () => {
      const { log } = storage();
      await log.append(0, [event(1)]);
      await log.saveSnapshot({ version: 1, state: '' });
      expect(await log.readAfter(0)).toHaveLength(1);
    });
  });
}

function followingContract(storage: () => ControlLogStorage): void {
  describe('following', () => {
    it('hears of what this process and another one appended, when it can be read', async () => {
      const { log, another } = storage();
      for (const [version, writer] of [log, another].entries()) {
        const heard = readWhenHeard(log, version);
        await writer.append(version, [event(version)]);
        expect(await heard).toEqual([{ version: version + 1, events: [event(version)] }]);
      }
    });

    it('hears nothing any more after it has ended', async () => {
      const { log } = storage();
      let timesHeard = 0;
      const end = log.onAppended(() => {
        timesHeard += 1;
      });
      end();
      const heard = readWhenHeard(log, 0);
      await log.append(0, [event(1)]);
      await heard;
      expect(timesHeard).toBe(0);
    });
  });
}

/** What is behind the version once a listener was told that something is. */
function readWhenHeard(log: ControlLogStorage['log'], version: number) {
  return new Promise((resolve, reject) => {
    const end = log.onAppended(() => {
      log.readAfter(version).then((changes) => {
        if (changes.length === 0) return;
        end();
        resolve(changes);
      }, reject);
    });
  });
}
