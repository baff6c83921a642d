import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  checkActive,
  evolveAccount,
  KinesisError,
  NO_STREAMS,
  type StreamEvent,
  type StreamId,
} from '#lib/kinesis';
import { StorageError } from '#lib/ports';
import type { StreamCatalogue } from './stream-catalogue.js';
import { CatalogueStage, named } from './testing/catalogue-stage.js';
import { LaggingNetwork, type Mishap } from './testing/lagging-network.js';

const PROCESSES = 3;
const MAX_STEPS = 20_000;
const LIFE: readonly StreamEvent['type'][] = [
  'StreamCreated',
  'StreamActivated',
  'StreamDeletionStarted',
  'StreamDeleted',
];

interface Command {
  readonly process: number;
  readonly verb: 'create' | 'update' | 'delete';
  readonly name: string;
}

interface Plan {
  readonly commands: readonly Command[];
  /** In turn: which message goes next, whether a command does, and what befalls an append. */
  readonly choices: Iterator<number>;
  readonly transitionMs: number;
  /** The first process crashes after so many commands. */
  readonly crashAfter: number | null;
}

const anyPlan: fc.Arbitrary<Plan> = fc.record({
  commands: fc.array(
    fc.record({
      process: fc.integer({ min: 0, max: PROCESSES - 1 }),
      verb: fc.constantFrom('create' as const, 'update' as const, 'delete' as const),
      name: fc.constantFrom('a', 'b'),
    }),
    { maxLength: 12 },
  ),
  choices: fc.infiniteStream(fc.nat(1_000)),
  transitionMs: fc.constantFrom(0, 300),
  crashAfter: fc.option(fc.nat(11)),
});

const MADE = {
  create: 'StreamCreated',
  update: 'MaxRecordSizeChanged',
  delete: 'StreamDeletionStarted',
} as const;

function update(catalogue: StreamCatalogue, streamId: StreamId): Promise<unknown> {
  return catalogue.updateStream(streamId, (stream, { nowMs: atMs, scope }) => {
    checkActive(stream, scope);
    return [{ type: MADE.update, streamId, maxRecordSizeKiB: 2048, atMs }];
  });
}

/** What a process was told about one command. */
interface Answer {
  readonly streamId: StreamId;
  readonly verb: Command['verb'];
  readonly error?: unknown;
}

/** Three processes on one storage, carrying out a plan through a network that lags and loses replies. */
class Run {
  readonly stage = new CatalogueStage();
  readonly answers: Answer[] = [];
  private readonly network = new LaggingNetwork(() => this.nextMishap());
  private readonly processes: StreamCatalogue[] = [];
  openCalls = 0;

  constructor(private readonly plan: Plan) {
    for (let process = 0; process < PROCESSES; process += 1) {
      this.processes.push(
        this.stage.process({
          transitionMs: plan.transitionMs,
          controlLog: this.network.controlLogOf(process, this.stage.controlLog.connectAnother()),
          shardLog: this.network.shardLogOf(process, this.stage.shardLog),
        }),
      );
    }
  }

  /** The processes that did not crash. */
  get living(): readonly StreamCatalogue[] {
    return this.plan.crashAfter === null ? this.processes : this.processes.slice(1);
  }

  async carryOut(): Promise<void> {
    for (const process of this.processes) this.call(process.start());
    await this.rest();
    for (const [i, command] of this.plan.commands.entries()) {
      this.issue(command);
      if (i === this.plan.crashAfter) this.network.crash(0);
      for (let messages = this.choose() % 8; messages > 0; messages -= 1) await this.step();
    }
    if (this.plan.crashAfter !== null) this.network.crash(0);
    await this.rest();
    for (const process of this.living) this.call(process.refresh());
    await this.rest();
  }

  private issue({ process, verb, name }: Command): void {
    const catalogue = this.processes[process];
    if (!catalogue) return;
    if (verb === 'create') {
      const created = catalogue.createStream({ name: named(name), shardCount: 2 });
      this.note({ verb, streamId: this.stage.lastStreamId }, created);
      return;
    }
    const streamId = catalogue.account().idByName.get(named(name));
    if (!streamId) return;
    const done = verb === 'delete' ? catalogue.deleteStream(streamId) : update(catalogue, streamId);
    this.note({ verb, streamId }, done);
  }

  private note(asked: Omit<Answer, 'error'>, promise: Promise<unknown>): void {
    this.call(
      promise.then(
        () => this.answers.push(asked),
        (error: unknown) => this.answers.push({ ...asked, error }),
      ),
    );
  }

  private call(promise: Promise<unknown>): void {
    this.openCalls += 1;
    void promise.then(() => (this.openCalls -= 1));
  }

  /** Lets everything happen that still can. */
  private async rest(): Promise<void> {
    for (let steps = 0; steps < MAX_STEPS; steps += 1) {
      if (await this.step()) continue;
      if (this.stage.timers.pendingTimers === 0) return;
      await this.stage.timers.advance(100);
    }
    throw new Error(`no rest after ${MAX_STEPS} steps, ${this.openCalls} calls open`);
  }

  private async step(): Promise<boolean> {
    // Time passes at any moment: what is on its way may come very late.
    await this.stage.timers.advance(this.choose() % 10 === 0 ? 400 : 0);
    return this.network.letGo(this.choose());
  }

  private nextMishap(): Mishap {
    const choice = this.choose() % 10;
    return choice === 0 ? 'reply-lost' : choice === 1 ? 'late' : 'none';
  }

  private choose(): number {
    return Number(this.plan.choices.next().value);
  }
}

async function carriedOut(
  plan: Plan,
): Promise<{ readonly run: Run; readonly events: readonly StreamEvent[] }> {
  const run = new Run(plan);
  await run.carryOut();
  const changes = await run.stage.controlLog.readAfter(0);
  return { run, events: changes.flatMap((change) => change.events as readonly StreamEvent[]) };
}

const isNotFound = (error: unknown) =>
  error instanceof KinesisError && error.code === 'ResourceNotFoundException';

const law = (check: (plan: Plan) => Promise<void>) =>
  fc.assert(fc.asyncProperty(anyPlan, check), { numRuns: 150 });

describe('processes that create, change and delete streams through lost and late messages', () => {
  it('come to hold the same account, in which nothing is half made', async () => {
    await law(async (plan) => {
      const { run, events } = await carriedOut(plan);
      const account = evolveAccount(NO_STREAMS, events);
      for (const process of run.living) expect(process.account()).toEqual(account);
      for (const stream of account.streams.values()) {
        expect(stream.status).toBe('ACTIVE');
        expect(run.stage.logsOf(stream.id)).toEqual([0, 1]);
      }
    });
  });

  it('never give one name to two streams, and take each stream through its life once', async () => {
    await law(async (plan) => {
      const { events } = await carriedOut(plan);
      let account = NO_STREAMS;
      const lives = new Map<StreamId, StreamEvent['type'][]>();
      for (const event of events) {
        account = evolveAccount(account, [event]);
        expect(account.idByName.size).toBe(account.streams.size);
        if (LIFE.includes(event.type))
          lives.set(event.streamId, [...(lives.get(event.streamId) ?? []), event.type]);
      }
      for (const life of lives.values()) {
        expect(life).toEqual(LIFE.filter((type) => life.includes(type)));
        expect(life[0]).toBe('StreamCreated');
      }
    });
  });

  it('say what happened: done is in the log, refused is not', async () => {
    await law(async (plan) => {
      const { run, events } = await carriedOut(plan);
      for (const { verb, streamId, error } of run.answers) {
        const happened = events.filter((event) => event.streamId === streamId).map(({ type }) => type);
        if (error === undefined) expect(happened).toContain(MADE[verb]);
        else if (error instanceof StorageError) expect(error.kind).toBe('unknown');
        // Created, and deleted by another one before the creator was told; or gone before the deleter came.
        else if (isNotFound(error)) expect(happened).toContain('StreamDeletionStarted');
        else if (verb === 'create') expect(happened).toEqual([]);
        else expect(error).toMatchObject({ code: 'ResourceInUseException' });
      }
    });
  });

  it('change no stream that is not ACTIVE, and end each time of UPDATING once', async () => {
    await law(async (plan) => {
      const { events } = await carriedOut(plan);
      let account = NO_STREAMS;
      for (const event of events) {
        const status = account.streams.get(event.streamId)?.status;
        if (event.type === 'MaxRecordSizeChanged') expect(status).toBe('ACTIVE');
        if (event.type === 'StreamUpdateFinished') expect(status).toBe('UPDATING');
        account = evolveAccount(account, [event]);
      }
    });
  });

  it('answer every command, unless they died', async () => {
    await law(async (plan) => {
      const { run } = await carriedOut({ ...plan, crashAfter: null });
      expect(run.openCalls).toBe(0);
    });
  });

  it('leave no log of a stream that is gone, unless one of them died', async () => {
    await law(async (plan) => {
      const { run, events } = await carriedOut({ ...plan, crashAfter: null });
      for (const { type, streamId } of events)
        if (type === 'StreamDeleted') expect(run.stage.logsOf(streamId)).toEqual([]);
    });
  });
});
