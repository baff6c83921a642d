import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { comparePositions, LOG_START, unreachable, type LogPosition } from '#lib/kinesis';
import type { ShardErrorKind } from '#lib/ports';
import {
  appendTo,
  MemoryShard,
  recordsOfBatch,
  SHARD,
  type AppendOutcome,
  type ShardProcess,
  type StoredRecord,
} from './testing/memory-shard.js';

/**
 * Two processes that both want one shard, and everything that a network, a storage and a crash can do to them, in any
 * order: what callers were told must agree with what is in the log at the end.
 */
type Command =
  | { readonly type: 'append'; readonly process: number; readonly records: number }
  | { readonly type: 'read'; readonly process: number; readonly from: number; readonly maxBytes: number }
  | { readonly type: 'loseReply'; readonly process: number; readonly executed: boolean }
  | {
      readonly type: 'strandWrite' | 'holdReply' | 'refuseWrite' | 'disconnect' | 'cutOff' | 'kill' | 'drain';
      readonly process: number;
    }
  | { readonly type: 'arrive' | 'release' | 'reconnect' | 'restart' | 'seal' }
  | { readonly type: 'wait'; readonly durationMs: number }
  | { readonly type: 'setClock'; readonly aheadMs: number };

const PROCESSES = 2;
const process = fc.nat(PROCESSES - 1);
const weighted = <T extends string>(weight: number, type: T) => ({
  weight,
  arbitrary: fc.record({ type: fc.constant(type), process }),
});
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ type: fc.constant('append'), process, records: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('read'), process, from: fc.nat(20), maxBytes: fc.nat(200) }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('loseReply'), process, executed: fc.boolean() }) },
  weighted(2, 'strandWrite'),
  weighted(2, 'holdReply'),
  weighted(2, 'refuseWrite'),
  weighted(2, 'disconnect'),
  weighted(1, 'cutOff'),
  weighted(1, 'kill'),
  weighted(1, 'drain'),
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('arrive', 'release', 'reconnect') }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('restart', 'release') }) },
  {
    weight: 8,
    arbitrary: fc.record({ type: fc.constant('wait'), durationMs: fc.constantFrom(0, 1, 10, 150, 2500) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('setClock'), aheadMs: fc.integer({ min: -5000, max: 5000 }) }),
  },
);

interface Asked {
  readonly texts: readonly string[];
  readonly outcome: AppendOutcome;
}

/** Carries the commands out and keeps what every caller was told. */
class Story {
  readonly asked: Asked[] = [];
  readonly seen: StoredRecord[] = [];
  private readonly processes: ShardProcess[] = [];
  private stranded: (() => void)[] = [];
  private held: (() => void)[] = [];
  private cut: (() => void)[] = [];

  constructor(readonly shard: MemoryShard) {
    for (let i = 0; i < PROCESSES; i += 1) this.processes.push(shard.startProcess());
  }

  async run(next: Command): Promise<void> {
    switch (next.type) {
      case 'append':
        return this.append(next);
      case 'read':
        return this.read(next);
      case 'loseReply':
        return this.process(next).log.loseNextReply(next);
      case 'strandWrite':
        this.stranded.push(this.process(next).log.strandNextWrite());
        return;
      case 'holdReply':
        this.held.push(this.process(next).log.holdNextReply());
        return;
      case 'refuseWrite':
        return this.process(next).log.refuseNextWrite();
      case 'disconnect':
        return this.process(next).log.disconnect();
      case 'cutOff':
        this.cut.push(this.process(next).log.cutOff());
        return;
      case 'kill':
        this.process(next).log.cutOff();
        this.processes[next.process] = this.shard.startProcess();
        return;
      case 'drain':
        void this.process(next).client.drain(500);
        this.processes[next.process] = this.shard.startProcess();
        return;
      case 'arrive':
        return callAll(this.stranded.splice(0));
      case 'release':
        return callAll(this.held.splice(0));
      case 'reconnect':
        return callAll(this.cut.splice(0));
      case 'restart':
        return this.process({ process: 0 }).log.restart();
      case 'seal':
        return this.shard.seal();
      case 'wait':
        return this.shard.timers.advance(next.durationMs);
      case 'setClock':
        this.shard.clockAheadMs = next.aheadMs;
        return;
      default:
        return unreachable(next);
    }
  }

  /** Everything that hangs is let go, and time passes until everybody has an answer. */
  async end(): Promise<void> {
    callAll(this.cut);
    for (let round = 0; round < 5; round += 1) {
      callAll(this.held.splice(0));
      callAll(this.stranded.splice(0));
      await this.shard.timers.advance(5_000);
    }
  }

  private process({ process: number }: { readonly process: number }): ShardProcess {
    const found = this.processes[number];
    if (found === undefined) throw new Error(`no process ${number}`);
    return found;
  }

  private append(next: { readonly process: number; readonly records: number }): void {
    const texts = Array.from({ length: next.records }, (_, i) => `append ${this.asked.length} record ${i}`);
    this.asked.push({ texts, outcome: appendTo(this.process(next), ...texts) });
  }

  /** What a reader sees is what the log holds from there on, without a hole, wherever it is answered from. */
  private async read(next: {
    readonly process: number;
    readonly from: number;
    readonly maxBytes: number;
  }): Promise<void> {
    const before = await this.shard.storedRecords();
    const from = before[next.from]?.position ?? LOG_START;
    const request = { from, maxBytes: next.maxBytes };
    const answer = await this.process(next)
      .client.read(SHARD, request)
      .catch((error: unknown) => expect(error).toMatchObject({ kind: 'unknown' }));
    if (!answer) return;
    const isBehind = ({ position }: StoredRecord): boolean => comparePositions(position, from) >= 0;
    const records = answer.batches.flatMap(recordsOfBatch).filter(isBehind);
    const behind = (await this.shard.storedRecords()).filter(isBehind);
    expect(records).toEqual(behind.slice(0, records.length));
    expect(records.length).toBeGreaterThanOrEqual(before.some(isBehind) ? 1 : 0);
    this.seen.push(...records);
  }
}

function callAll(calls: readonly (() => void)[]): void {
  for (const call of calls) call();
}

async function tell(commands: readonly Command[]): Promise<Story> {
  const story = new Story(await MemoryShard.open());
  for (const next of commands) await story.run(next);
  await story.end();
  return story;
}

/** The laws. */
async function expectAgreement({ shard, asked, seen }: Story): Promise<void> {
  const stored = await shard.storedRecords();
  const texts = stored.map((record) => record.text);
  const positions = stored.map((record) => record.position);

  expect(new Set(texts).size).toBe(texts.length);
  expect(positions.map(({ index }) => index)).toEqual(positions.map((_, i) => i + 1));
  expect([...positions].sort(comparePositions)).toEqual(positions);
  expect(positions.map(({ second }) => second)).toEqual(
    positions.map(({ second }) => second).sort((a, b) => a - b),
  );
  expect(new Set(shard.entryIds).size).toBe(shard.entryIds.length);
  for (const record of seen) expect(stored).toContainEqual(record);
  for (const one of asked) expectTruth(one, stored);
}

function expectTruth({ texts, outcome }: Asked, stored: readonly StoredRecord[]): void {
  const found = stored.filter((record) => texts.includes(record.text));
  const { appended, refused } = outcome;
  if (appended !== undefined) {
    const { epoch, second, firstIndex } = appended;
    const place = (i: number): LogPosition => ({ epoch, second, index: firstIndex + i });
    expect(found).toEqual(texts.map((text, i) => ({ text, position: place(i) })));
  } else if (refused !== undefined && refused.kind !== 'unknown') {
    expect(found).toEqual([]);
  } else {
    expect([[], texts]).toContainEqual(found.map((record) => record.text));
  }
}

describe('two owners of one shard', () => {
  it('tell every caller the truth, whatever happens between them and the storage', async () => {
    const reached = new Set<ShardErrorKind | 'acknowledged' | 'no answer'>();
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 10, maxLength: 60 }), async (commands) => {
        const story = await tell(commands);
        await expectAgreement(story);
        for (const { outcome } of story.asked)
          reached.add(outcome.appended ? 'acknowledged' : (outcome.refused?.kind ?? 'no answer'));
      }),
      { numRuns: 500 },
    );
    // The stories are worth something only where they reach every kind of end.
    expect([...reached].sort()).toEqual(['acknowledged', 'not-owner', 'not-stored', 'unknown']);
  }, 60_000);

  it('do so when the shard is closed beside them', async () => {
    const halves = fc.tuple(fc.array(command, { maxLength: 20 }), fc.array(command, { maxLength: 20 }));
    await fc.assert(
      fc.asyncProperty(halves, async ([before, behind]) => {
        const story = await tell([...before, { type: 'seal' }, ...behind]);
        await expectAgreement(story);
        expect(story.shard.entryIds.at(-1)).toBe(story.shard.entryIds.toSorted(byId).at(-1));
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('leave no caller without an answer when the storage is there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 40 }), async (commands) => {
        const story = await tell(commands.filter(({ type }) => type !== 'kill'));
        for (const { outcome } of story.asked) expect(outcome).not.toEqual({});
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});

function byId(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}
