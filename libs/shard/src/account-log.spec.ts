import { describe, expect, it } from '@jest/globals';
import {
  decideCreateStream,
  NO_STREAMS,
  resourceInUse,
  streamsByName,
  type AccountEvent,
} from '#lib/kinesis';
import { StorageError } from '#lib/ports';
import { AccountLog, type Decide } from './account-log.js';
import { writeAccount } from './account-snapshot.js';
import { CatalogueStage, named, SCOPE } from './testing/catalogue-stage.js';

const stage = () => new CatalogueStage();

async function openLog(on: CatalogueStage, controlLog = on.controlLog): Promise<AccountLog> {
  const { timers, events } = on;
  const log = new AccountLog({
    controlLog,
    timers,
    onEvent: (event) => events.push(event),
    onFolded: () => undefined,
  });
  await log.start();
  return log;
}

/** Creates a stream of one shard, however many there are; one id for all tries. */
function creating(on: CatalogueStage, name: string): Decide {
  const streamId = on.newStreamId();
  return (account) => {
    if (account.idByName.has(named(name))) throw resourceInUse(`${name} is taken`);
    const context = { nowMs: on.nowMs, streamId, shardQuota: 20_000, scope: SCOPE };
    return decideCreateStream(NO_STREAMS, { name: named(name), shardCount: 1 }, context);
  };
}

const namesIn = (log: AccountLog) => streamsByName(log.account).map(({ name }) => name);

/** Advances time until the promise is settled, and gives what it came to. */
async function outcome(on: CatalogueStage, promise: Promise<unknown>): Promise<unknown> {
  const settled = promise.then(
    () => 'changed',
    (error: unknown) => error,
  );
  await on.timers.advance(20_000);
  return settled;
}

describe('a change of the account', () => {
  it('is decided on what others have changed before', async () => {
    const on = stage();
    const [log, other] = [await openLog(on), await openLog(on, on.controlLog.connectAnother())];
    await other.change(creating(on, 'taken'));
    await expect(log.change(creating(on, 'taken'))).rejects.toMatchObject({ code: 'ResourceInUseException' });
    expect(namesIn(log)).toEqual(['taken']);
  });

  it('does not depend on being told that the log has grown', async () => {
    const on = stage();
    const deaf = Object.assign(on.controlLog.connectAnother(), { onAppended: () => () => undefined });
    const [log, other] = [await openLog(on, deaf), await openLog(on)];
    await other.change(creating(on, 'theirs'));
    await log.change(creating(on, 'mine'));
    expect(namesIn(log)).toEqual(['mine', 'theirs']);
    await expect(log.change(creating(on, 'theirs'))).rejects.toMatchObject({
      code: 'ResourceInUseException',
    });
  });

  it('is decided anew when another one takes its version in between', async () => {
    const on = stage();
    const log = await openLog(on);
    const [mine, theirs] = [creating(on, 'mine'), creating(on, 'theirs')];
    const seen: string[][] = [];
    await log.change((account) => {
      seen.push(streamsByName(account).map(({ name }) => name));
      // Lands before this decision is appended.
      if (seen.length === 1) void on.controlLog.connectAnother().append(0, theirs(account));
      return mine(account);
    });
    expect(seen).toEqual([[], ['theirs']]);
    expect(namesIn(log)).toEqual(['mine', 'theirs']);
  });

  it('is given up when others come first a hundred times, and nothing is changed', async () => {
    const on = stage();
    const log = await openLog(on);
    let version = 0;
    const change = log.change((account) => {
      void on.controlLog.connectAnother().append(version, creating(on, `other-${version}`)(account));
      version += 1;
      return creating(on, 'mine')(account);
    });
    await expect(change).rejects.toMatchObject({ code: 'ServiceUnavailable', isRetryable: true });
    expect(version).toBe(100);
    expect(await on.controlLog.readAfter(100)).toEqual([]);
  });

  it('is nothing when there is nothing to do', async () => {
    const on = stage();
    const log = await openLog(on);
    await log.change(() => []);
    expect(await on.history()).toEqual([]);
  });

  it('waits for those of this process that were asked for before it, and never competes with them', async () => {
    const on = stage();
    const log = await openLog(on);
    const names = Array.from({ length: 150 }, (_, i) => `stream-${String(i).padStart(3, '0')}`);
    await Promise.all(names.map((name) => log.change(creating(on, name))));
    expect(namesIn(log)).toEqual(names);
    expect(await on.history()).toEqual(names.map((_, i) => `StreamCreated ${i + 1}`));
  });

  it('goes on after one that was refused', async () => {
    const on = stage();
    const log = await openLog(on);
    const outcomes = await Promise.allSettled(['a', 'a', 'b'].map((name) => log.change(creating(on, name))));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('is refused at once when a thousand wait already', async () => {
    const on = stage();
    const log = await openLog(on);
    const waiting = Array.from({ length: 1_000 }, () => log.change(() => []));
    await expect(log.change(() => [])).rejects.toMatchObject({ code: 'LimitExceededException' });
    await Promise.all(waiting);
    await expect(log.change(() => [])).resolves.toBeUndefined();
  });

  it('changes nothing when the storage refuses it or cannot be reached', async () => {
    const on = stage();
    const log = await openLog(on);
    on.controlLog.refuseNextAppend();
    await expect(log.change(creating(on, 'a'))).rejects.toMatchObject({ kind: 'not-executed' });
    const comeBack = on.controlLog.cutOff();
    await expect(log.change(creating(on, 'a'))).rejects.toMatchObject({ kind: 'disconnected' });
    comeBack();
    await log.change(creating(on, 'a'));
    expect(await on.history()).toEqual(['StreamCreated 3']);
  });
});

describe('a change whose reply was lost', () => {
  it.each([true, false])('is made once; executed the first time: %p', async (executed) => {
    const on = stage();
    const log = await openLog(on);
    on.controlLog.loseNextReply({ executed });
    expect(await outcome(on, log.change(creating(on, 'a')))).toBe('changed');
    expect(await on.history()).toEqual(['StreamCreated 1']);
    expect(namesIn(log)).toEqual(['a']);
  });

  it('is made once when its first sending arrives after the second', async () => {
    const on = stage();
    const log = await openLog(on);
    const arrive = on.controlLog.strandNextAppend();
    expect(await outcome(on, log.change(creating(on, 'a')))).toBe('changed');
    arrive();
    expect(await on.history()).toEqual(['StreamCreated 1']);
  });

  it('is decided anew when another one has its version', async () => {
    const on = stage();
    const [log, other] = [await openLog(on), await openLog(on, on.controlLog.connectAnother())];
    const arrive = on.controlLog.strandNextAppend();
    const change = log.change(creating(on, 'mine'));
    await other.change(creating(on, 'theirs'));
    expect(await outcome(on, change)).toBe('changed');
    arrive();
    expect(await on.history()).toEqual(['StreamCreated 2', 'StreamCreated 1']);
  });

  it('is refused when the one that has its version does not go with it', async () => {
    const on = stage();
    const [log, other] = [await openLog(on), await openLog(on, on.controlLog.connectAnother())];
    const arrive = on.controlLog.strandNextAppend();
    const change = log.change(creating(on, 'a'));
    await other.change(creating(on, 'a'));
    expect(await outcome(on, change)).toMatchObject({ code: 'ResourceInUseException' });
    arrive();
    expect(await on.history()).toEqual(['StreamCreated 2']);
  });

  it('is not taken for refused when its first sending arrives while the second is on its way', async () => {
    const on = stage();
    const controlLog = on.controlLog.connectAnother();
    const append = controlLog.append.bind(controlLog);
    const log = await openLog(on, controlLog);
    const arrive = controlLog.strandNextAppend();
    let sendings = 0;
    Object.assign(controlLog, {
      append: (...change: Parameters<typeof append>) => {
        sendings += 1;
        if (sendings === 2) arrive();
        return append(...change);
      },
    });
    expect(await outcome(on, log.change(creating(on, 'a')))).toBe('changed');
    expect(sendings).toBe(2);
    expect(await on.history()).toEqual(['StreamCreated 1']);
  });

  it('is found out when the storage is back', async () => {
    const on = stage();
    const log = await openLog(on);
    on.controlLog.loseNextReply({ executed: true });
    const change = log.change(creating(on, 'a'));
    await on.timers.settle();
    const comeBack = on.controlLog.cutOff();
    await on.timers.advance(3_000);
    comeBack();
    expect(await outcome(on, change)).toBe('changed');
    expect(await on.history()).toEqual(['StreamCreated 1']);
  });

  it('stays unknown, and is said to be, when the storage does not come back', async () => {
    const on = stage();
    const log = await openLog(on);
    on.controlLog.loseNextReply({ executed: false });
    const change = log.change(creating(on, 'a'));
    await on.timers.settle();
    on.controlLog.cutOff();
    const error = await outcome(on, change);
    expect(error).toBeInstanceOf(StorageError);
    expect(error).toMatchObject({ kind: 'unknown' });
  });
});

describe('following the control log', () => {
  it('takes up what others change', async () => {
    const on = stage();
    const [log, other] = [await openLog(on), await openLog(on, on.controlLog.connectAnother())];
    await other.change(creating(on, 'a'));
    await on.timers.settle();
    expect(log.account).toEqual(other.account);
  });

  it('goes on after an outage, in which it says that it cannot read', async () => {
    const on = stage();
    const [connection, unreadable] = [on.controlLog.connectAnother(), on.controlLog.connectAnother()];
    const log = await openLog(
      on,
      Object.assign(connection, { readAfter: unreadable.readAfter.bind(unreadable) }),
    );
    const comeBack = unreadable.cutOff();
    await (await openLog(on)).change(creating(on, 'a'));
    await on.timers.advance(2_500);
    expect(on.events.map(({ type }) => type)).toEqual(Array(3).fill('control-log-unreadable'));
    expect(namesIn(log)).toEqual([]);
    comeBack();
    await on.timers.advance(1_000);
    expect(namesIn(log)).toEqual(['a']);
  });

  it('ends when it is stopped, with no timer left', async () => {
    const on = stage();
    const log = await openLog(on);
    await log.stop();
    await on.controlLog.connectAnother().append(0, creating(on, 'a')(NO_STREAMS));
    await on.timers.settle();
    expect(namesIn(log)).toEqual([]);
    expect(on.timers.pendingTimers).toBe(0);
  });

  it('does not go over a gap: the account would be wrong ever after', async () => {
    const on = stage();
    const controlLog = on.controlLog.connectAnother();
    const events: readonly AccountEvent[] = creating(on, 'a')(NO_STREAMS);
    Object.assign(controlLog, { readAfter: async () => [{ version: 3, events }] });
    await expect(openLog(on, controlLog)).rejects.toThrow('control log: 1 changes from version 0 to 3');
  });
});

describe('a snapshot', () => {
  async function withStreams(count: number): Promise<CatalogueStage> {
    const on = stage();
    const log = await openLog(on);
    for (let i = 0; i < count; i += 1) await log.change(creating(on, `stream-${i}`));
    return on;
  }

  it('is saved every 200 changes, and a start goes on from it', async () => {
    const on = await withStreams(401);
    expect(await on.controlLog.loadSnapshot()).toMatchObject({ version: 400 });
    const fromSnapshot = await openLog(on);
    expect(fromSnapshot.account.streams.size).toBe(401);
    await fromSnapshot.change(creating(on, 'one more'));
    expect((await on.history()).at(-1)).toBe('StreamCreated 402');
  });

  it('is what a start believes, so that it need not read the log from its beginning', async () => {
    const on = await withStreams(3);
    await on.controlLog.saveSnapshot({ version: 2, state: writeAccount(NO_STREAMS) });
    expect(namesIn(await openLog(on))).toEqual(['stream-2']);
  });

  it('is made by the start that had to read too much', async () => {
    const on = stage();
    for (let i = 0; i < 250; i += 1) await on.controlLog.append(i, creating(on, `stream-${i}`)(NO_STREAMS));
    await openLog(on);
    expect(await on.controlLog.loadSnapshot()).toMatchObject({ version: 250 });
  });

  it('is passed over when another version of Shardwell wrote it', async () => {
    const on = await withStreams(3);
    await on.controlLog.saveSnapshot({ version: 2, state: '{"format":99}' });
    expect(namesIn(await openLog(on))).toEqual(['stream-0', 'stream-1', 'stream-2']);
  });

  it('that cannot be saved hinders nothing', async () => {
    const on = stage();
    const controlLog = Object.assign(on.controlLog.connectAnother(), {
      saveSnapshot: async () => {
        throw new StorageError('not-executed', 'refused by the test');
      },
    });
    const log = await openLog(on, controlLog);
    for (let i = 0; i < 201; i += 1) await log.change(creating(on, `stream-${i}`));
    expect(log.account.streams.size).toBe(201);
    expect(on.events.map(({ type }) => type)).toEqual(['snapshot-not-saved']);
  });
});
