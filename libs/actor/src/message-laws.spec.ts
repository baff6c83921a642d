/**
 * What holds for every message, whatever is told, crashes, restarts, is stopped or drained, and in which order.
 * A run is a list of steps; the actors draw what they do next (finish or crash, at once or later) from a tape.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AbandonedError, Behaviour } from './behaviour.js';
import type { MailboxLimits, Measured } from './mailbox.js';
import { ActorSystem } from './system.js';
import { STAGE_SUPERVISION } from './testing/stage.js';
import { VirtualTimers } from './testing/virtual-timers.js';

const KEYS = ['a', 'b', 'c'] as const;
type Key = (typeof KEYS)[number];

const LIMITS: MailboxLimits = {
  maxMessages: 8,
  maxBytes: 100,
  batch: { maxMessages: 4, maxBytes: 40, maxWeight: 6 },
};

type Step =
  | { readonly type: 'tell'; readonly key: Key; readonly bytes: number; readonly weight: number }
  | { readonly type: 'pass'; readonly durationMs: number }
  | { readonly type: 'stop'; readonly key: Key };

/** How a start, a receive or a stop goes: after how long, and whether it fails with which directive. */
interface Outcome {
  readonly afterMs: number;
  readonly failure: 'none' | 'resume' | 'restart' | 'stop' | 'escalate';
}

interface Letter extends Measured {
  readonly key: Key;
  readonly number: number;
  received: number;
  finished: number;
  abandoned: number;
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('tell' as const),
      key: fc.constantFrom(...KEYS),
      bytes: fc.nat(60),
      weight: fc.nat(8),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('pass' as const), durationMs: fc.nat(150) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('stop' as const), key: fc.constantFrom(...KEYS) }) },
);

const outcome: fc.Arbitrary<Outcome> = fc.record({
  afterMs: fc.oneof(fc.constant(0), fc.nat(200)),
  failure: fc.oneof(
    { weight: 6, arbitrary: fc.constant('none' as const) },
    { weight: 4, arbitrary: fc.constantFrom('resume', 'restart', 'stop', 'escalate') },
  ),
});

const run = fc.record({
  steps: fc.array(step, { minLength: 10, maxLength: 80 }),
  tape: fc.array(outcome, { minLength: 1, maxLength: 30 }),
  deadlineMs: fc.nat(600),
});

describe('whatever happens to actors', () => {
  it('each accepted message is finished once or abandoned once, in order, within the bounds', async () => {
    await fc.assert(
      fc.asyncProperty(run, async ({ steps, tape, deadlineMs }) => {
        const world = new World(tape);
        for (const each of steps) await world.take(each);
        const drained = world.system.drain(deadlineMs);
        await world.timers.advance(deadlineMs);
        world.checkEnd(await drained);
        // What was cut off may still finish or crash; that must change nothing.
        await world.timers.advance(10_000);
        world.checkEnd(await drained);
        expect(world.timers.pendingTimers).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});

class World {
  readonly timers = new VirtualTimers();
  readonly accepted: Letter[] = [];
  readonly refused: Letter[] = [];
  /** Number of the last letter that each key's actors received. */
  readonly lastReceived = new Map<string, number>();
  /** Keys whose actor is inside start, receive or stop. */
  readonly busy = new Set<string>();
  /** Broken claims: a throw inside an actor would only be one more crash. */
  readonly violations: string[] = [];
  readonly system: ActorSystem<Letter>;
  private drawn = 0;

  constructor(private readonly tape: readonly Outcome[]) {
    this.system = new ActorSystem<Letter>({
      create: (key) => new Clerk(key, this),
      timers: this.timers,
      random: () => 0.5,
      mailbox: LIMITS,
      supervision: { ...STAGE_SUPERVISION, windowMs: 1_000 },
      passivateAfterMs: 100,
    });
  }

  async take(each: Step): Promise<void> {
    switch (each.type) {
      case 'tell':
        return this.tell(each.key, each);
      case 'pass':
        return this.timers.advance(each.durationMs);
      case 'stop':
        void this.system.stop(each.key);
    }
  }

  claim(holds: boolean, sentence: string): void {
    if (!holds) this.violations.push(sentence);
  }

  /** Does what the tape says, as one call of the runtime that must not overlap with another of the same key. */
  async act(key: string): Promise<void> {
    this.claim(!this.busy.has(key), `${key}: two calls at a time`);
    this.busy.add(key);
    const { afterMs, failure } = this.tape[this.drawn++ % this.tape.length] ?? {
      afterMs: 0,
      failure: 'none',
    };
    if (afterMs > 0) await new Promise<void>((resolve) => void this.timers.after(afterMs, resolve));
    this.busy.delete(key);
    if (failure !== 'none') throw new Error(failure);
  }

  checkEnd(drainResult: string): void {
    expect(this.violations).toEqual([]);
    const sum = (count: 'finished' | 'abandoned'): number =>
      this.accepted.reduce((all, one) => all + one[count], 0);
    for (const letter of this.accepted) expect(letter.finished + letter.abandoned).toBe(1);
    for (const letter of this.refused)
      expect(letter).toMatchObject({ received: 0, finished: 0, abandoned: 0 });
    expect(this.system.stats()).toMatchObject({
      actors: 0,
      waitingMessages: 0,
      waitingBytes: 0,
      finishedMessages: sum('finished'),
      abandonedMessages: sum('abandoned'),
    });
    expect(['drained', 'deadline-passed']).toContain(drainResult);
  }

  private tell(key: Key, { bytes, weight }: Measured): void {
    const number = this.accepted.length + this.refused.length;
    const letter: Letter = { key, number, bytes, weight, received: 0, finished: 0, abandoned: 0 };
    const isAccepted = this.system.tell(key, letter) === 'accepted';
    (isAccepted ? this.accepted : this.refused).push(letter);
    const waiting = this.accepted.filter((each) => each.key === key && each.received + each.abandoned === 0);
    this.claim(waiting.length <= LIMITS.maxMessages, `${key}: ${waiting.length} messages wait`);
    this.claim(bytesOf(waiting) <= LIMITS.maxBytes, `${key}: ${bytesOf(waiting)} bytes wait`);
  }
}

class Clerk implements Behaviour<Letter> {
  private life: 'new' | 'started' | 'stopped' = 'new';

  constructor(
    private readonly key: string,
    private readonly world: World,
  ) {}

  async start(): Promise<void> {
    this.world.claim(this.life === 'new', `${this.key}: started when ${this.life}`);
    this.life = 'started';
    await this.world.act(this.key);
  }

  async receive(batch: readonly Letter[]): Promise<void> {
    const { key, world } = this;
    world.claim(this.life === 'started', `${key}: received when ${this.life}`);
    world.claim(isWithinCaps(batch), `${key}: a batch of ${JSON.stringify(batch)}`);
    for (const letter of batch) {
      letter.received += 1;
      world.claim(letter.received === 1, `${key}: ${letter.number} received again`);
      world.claim(
        letter.number > (world.lastReceived.get(key) ?? -1),
        `${key}: ${letter.number} was overtaken`,
      );
      world.lastReceived.set(key, letter.number);
    }
    await world.act(key);
    // Only a drain's deadline abandons a batch that may still finish; its callers have had their answer.
    for (const letter of batch) if (letter.abandoned === 0) letter.finished += 1;
  }

  async stop(): Promise<void> {
    this.world.claim(this.life === 'started', `${this.key}: stopped when ${this.life}`);
    this.life = 'stopped';
    await this.world.act(this.key);
  }

  abandon(letters: readonly Letter[], error: AbandonedError): void {
    for (const letter of letters) {
      letter.abandoned += 1;
      const wasReceived = error.outcome === 'unknown';
      this.world.claim(
        letter.received === Number(wasReceived),
        `${this.key}: ${letter.number} ${error.outcome}`,
      );
    }
  }
}

function isWithinCaps(batch: readonly Letter[]): boolean {
  const { maxMessages, maxBytes, maxWeight } = LIMITS.batch;
  if (batch.length <= 1) return batch.length === 1;
  const weight = batch.reduce((sum, letter) => sum + letter.weight, 0);
  return batch.length <= maxMessages && bytesOf(batch) <= maxBytes && weight <= maxWeight;
}

function bytesOf(letters: readonly Letter[]): number {
  return letters.reduce((sum, letter) => sum + letter.bytes, 0);
}
