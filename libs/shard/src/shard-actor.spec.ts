import { beforeEach, describe, expect, it } from '@jest/globals';
import { FIRST_EPOCH } from '#lib/kinesis';
import {
  appendTo,
  firstIndexes,
  MemoryShard,
  packed,
  refusals,
  SHARD,
  type ShardProcess,
} from './testing/memory-shard.js';

let shard: MemoryShard;
let owner: ShardProcess;

beforeEach(async () => {
  shard = await MemoryShard.open();
  owner = shard.startProcess();
});

const decisions = ({ events }: ShardProcess): readonly string[] =>
  events.flatMap((event) => (event.type === 'in-flight-decided' ? [event.outcome] : []));

describe('group commit', () => {
  it('makes of all requests of a turn one append, in their order', async () => {
    const outcomes = [appendTo(owner, 'a', 'b'), appendTo(owner, 'c'), appendTo(owner, 'd', 'e')];
    await shard.timers.settle();

    expect(await shard.storedBatches()).toHaveLength(1);
    expect(await shard.storedTexts()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(firstIndexes(...outcomes)).toEqual([1, 3, 4]);
    const { position } = (await shard.storedRecords())[3] ?? {};
    expect(outcomes[2]?.appended).toEqual({
      epoch: position?.epoch,
      second: position?.second,
      firstIndex: position?.index,
      count: 2,
    });
  });

  it('collects what comes while a commit is in flight, and stores it with the next one', async () => {
    await shard.own(owner, 'a');
    const release = owner.log.holdNextReply();
    const inFlight = appendTo(owner, 'b');
    await shard.timers.settle();
    const waiting = [appendTo(owner, 'c'), appendTo(owner, 'd')];
    await shard.timers.settle();
    expect(firstIndexes(inFlight, ...waiting)).toEqual([undefined, undefined, undefined]);

    release();
    await shard.timers.settle();

    expect(firstIndexes(inFlight, ...waiting)).toEqual([2, 3, 4]);
    expect((await shard.storedBatches()).map(({ batch }) => batch.count)).toEqual([1, 1, 2]);
  });

  it('stores a request that is larger than a batch may be as an entry of its own', async () => {
    const large = 'x'.repeat(2 * 1024 * 1024);
    const outcomes = [appendTo(owner, 'before'), appendTo(owner, large), appendTo(owner, 'behind')];
    await shard.timers.settle();

    expect((await shard.storedBatches()).map(({ batch }) => batch.count)).toEqual([1, 1, 1]);
    expect(firstIndexes(...outcomes)).toEqual([1, 2, 3]);
  });

  it('claims once, with the first message, and says in each batch what was durable before', async () => {
    expect(shard.entryIds).toHaveLength(1);
    await shard.own(owner, 'a');
    await shard.own(owner, 'b');

    expect(owner.events.filter(({ type }) => type === 'shard-claimed')).toHaveLength(1);
    expect(owner.events.map(({ type }) => type)).not.toContain('epochs-run-low');
    expect((await shard.storedBatches()).map(({ batch }) => batch.durableIndex)).toEqual([0, 1]);
  });

  it('keeps the time of the log where the clock goes back', async () => {
    await shard.own(owner, 'a');
    shard.clockAheadMs = -3_600_000;
    const back = appendTo(owner, 'b');
    await shard.timers.settle();

    const [first, second] = await shard.storedBatches();
    expect(back.appended?.second).toBe(first?.second);
    expect(second?.batch.timeMs).toBe(first?.batch.timeMs);
  });
});

describe('a second owner', () => {
  it('fences the first one, of whom nothing more is stored or acknowledged', async () => {
    await shard.own(owner, 'a');
    const other = shard.startProcess();
    await shard.own(other, 'b');
    const late = [appendTo(owner, 'c'), appendTo(owner, 'd')];
    await shard.timers.settle();

    expect(refusals(...late)).toEqual(['not-owner', 'not-owner']);
    expect(await shard.storedTexts()).toEqual(['a', 'b']);
    expect(owner.events.map(({ type }) => type)).toContain('shard-fenced');
  });

  it('is left alone for a while: the fenced owner refuses without asking the storage', async () => {
    await shard.own(owner, 'a');
    await shard.own(shard.startProcess(), 'b');
    await shard.own(owner, 'fenced here');
    const entries = shard.entryIds.length;

    await shard.timers.advance(74);
    const early = appendTo(owner, 'c');
    await shard.timers.settle();
    expect(refusals(early)).toEqual(['not-owner']);
    expect(shard.entryIds).toHaveLength(entries);

    await shard.timers.advance(1);
    const later = appendTo(owner, 'd');
    await shard.timers.settle();
    expect(firstIndexes(later)).toEqual([3]);
  });

  it('between a lost reply and its decision leaves the batch unknown', async () => {
    await shard.own(owner, 'a');
    const other = shard.startProcess();
    owner.log.loseNextReply({ executed: true });
    const inDoubt = appendTo(owner, 'b');
    await shard.timers.settle();
    const releaseClaim = owner.log.holdNextReply();
    await shard.timers.advance(10);
    await shard.own(other, 'c');
    releaseClaim();
    await shard.timers.settle();

    expect(refusals(inDoubt)).toEqual(['unknown']);
    expect(await shard.storedTexts()).toEqual(['a', 'b', 'c']);
  });
});

describe('after a lost reply', () => {
  it.each([
    { fate: 'landed', executed: true, decided: ['stored'] },
    { fate: 'did not land', executed: false, decided: ['absent'] },
  ])('the batch that $fate is stored once and acknowledged where it lies', async ({ executed, decided }) => {
    await shard.own(owner, 'a');
    owner.log.loseNextReply({ executed });
    const inDoubt = [appendTo(owner, 'b', 'c'), appendTo(owner, 'd')];
    await shard.timers.advance(10);
    const next = appendTo(owner, 'e');
    await shard.timers.settle();

    expect(await shard.storedTexts()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(firstIndexes(...inDoubt, next)).toEqual([2, 4, 5]);
    expect(inDoubt[1]?.appended?.epoch).toBe(executed ? FIRST_EPOCH + 1 : FIRST_EPOCH + 2);
    expect(next.appended?.epoch).toBe(FIRST_EPOCH + 2);
    expect(decisions(owner)).toEqual(decided);
  });

  it('the late command of the old connection stores nothing a second time', async () => {
    await shard.own(owner, 'a');
    const arrive = owner.log.strandNextWrite();
    const inDoubt = appendTo(owner, 'b');
    await shard.timers.advance(10);
    arrive();

    expect(firstIndexes(inDoubt)).toEqual([2]);
    expect(await shard.storedTexts()).toEqual(['a', 'b']);
  });

  it('a second lost reply, of the claim, is no answer either: the owner claims once more', async () => {
    await shard.own(owner, 'a');
    owner.log.loseNextReply({ executed: true });
    const inDoubt = appendTo(owner, 'b');
    await shard.timers.settle();
    owner.log.loseNextReply({ executed: true });
    await shard.timers.advance(100);

    expect(inDoubt.appended).toMatchObject({ epoch: FIRST_EPOCH + 1, firstIndex: 2 });
    expect(await shard.storedTexts()).toEqual(['a', 'b']);
  });

  it('the storage may have forgotten, below durability disk: the callers are told unknown', async () => {
    shard = await MemoryShard.open('interval');
    owner = shard.startProcess();
    await shard.own(owner, 'a');
    owner.log.loseNextReply({ executed: true });
    const inDoubt = appendTo(owner, 'b');
    await shard.timers.settle();
    owner.log.restart();
    await shard.timers.advance(10);

    expect(refusals(inDoubt)).toEqual(['unknown']);
    expect(decisions(owner)).toEqual(['unknown']);
  });

  it('a seal decides too: what landed before it is acknowledged, what did not is sent elsewhere', async () => {
    await shard.own(owner, 'a');
    owner.log.loseNextReply({ executed: true });
    const landed = appendTo(owner, 'b');
    await shard.timers.settle();
    await shard.seal();
    await shard.timers.advance(10);
    const late = appendTo(owner, 'c');
    await shard.timers.settle();

    expect(firstIndexes(landed)).toEqual([2]);
    expect(refusals(late)).toEqual(['sealed']);
    expect(decisions(owner)).toEqual(['stored']);
  });

  it('a batch that a seal overtook is refused as sealed', async () => {
    await shard.own(owner, 'a');
    owner.log.loseNextReply({ executed: false });
    const overtaken = appendTo(owner, 'b');
    await shard.timers.settle();
    await shard.seal();
    await shard.timers.advance(10);

    expect(refusals(overtaken)).toEqual(['sealed']);
    expect(await shard.storedTexts()).toEqual(['a']);
  });
});

describe('a shard that ended', () => {
  it('by its seal refuses as sealed, from then on without asking the storage', async () => {
    await shard.own(owner, 'a');
    await shard.seal();
    const first = appendTo(owner, 'b');
    await shard.timers.settle();
    owner.log.cutOff();
    const second = appendTo(owner, 'c');
    await shard.timers.settle();

    expect(refusals(first, second)).toEqual(['sealed', 'sealed']);
    expect(await shard.storedTexts()).toEqual(['a']);
  });

  it('before it was ever claimed refuses as sealed', async () => {
    await shard.seal();
    const outcome = appendTo(owner, 'a');
    await shard.timers.settle();

    expect(refusals(outcome)).toEqual(['sealed']);
  });

  it('by its deletion refuses as gone, owned or not', async () => {
    await shard.own(owner, 'a');
    await shard.delete();
    const outcomes = [appendTo(owner, 'b')];
    await shard.timers.settle();
    outcomes.push(appendTo(owner, 'c'));
    await shard.timers.settle();

    expect(refusals(...outcomes)).toEqual(['gone', 'gone']);
    expect(owner.events.map(({ type }) => type)).toContain('shard-log-gone');
  });
});

describe('a shard that nobody uses', () => {
  it('has no actor, no tail and no timer left after a while, and goes on where it stood', async () => {
    await shard.own(owner, 'a');
    await shard.timers.advance(200_000);
    expect(shard.timers.pendingTimers).toBe(0);
    expect(owner.events.map(({ type }) => type)).toContain('actor-stopped');

    shard.trimToEmpty();
    const next = appendTo(owner, 'b');
    await shard.timers.settle();
    expect(next.appended).toMatchObject({ epoch: FIRST_EPOCH + 2, firstIndex: 2 });
  });
});

describe('a bug', () => {
  it('in the commit leaves its callers an unknown outcome, and the shard goes on', async () => {
    await shard.own(owner, 'a');
    const broken = shard.startProcess({
      clock: {
        nowMs: () => {
          throw new TypeError('a bug');
        },
      },
    });
    const outcome = appendTo(broken, 'b');
    await shard.timers.settle();

    expect(refusals(outcome)).toEqual(['unknown']);
    expect(broken.events.map(({ type }) => type)).toContain('actor-crashed');
  });
});

describe('an append of nothing', () => {
  it('is a bug of the caller: it would take the id of the last record', () => {
    expect(() => owner.client.append(SHARD, packed())).toThrow(RangeError);
  });
});
