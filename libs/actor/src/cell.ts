import { AbandonedError } from './behaviour.js';
import type { AbandonedOutcome, ActorContext, Behaviour, StopReason } from './behaviour.js';
import { ActorCrashed, ActorStarted, ActorStopped, CleanupFailed, MessagesAbandoned } from './events.js';
import type { ActorEvent } from './events.js';
import { Mailbox } from './mailbox.js';
import type { MailboxLimits, Measured } from './mailbox.js';
import { decideVerdict } from './supervisor.js';
import type { Supervision, Verdict } from './supervisor.js';
import type { Cancel, Timers } from './timers.js';
import { unreachable } from './unreachable.js';

/** Answer to a tell, at once: `stopped` means that the actor or the system takes no more messages. */
export type TellResult = 'accepted' | 'mailbox-full' | 'stopped';

/** What a cell needs of the system around it. */
export interface CellHost<Message extends Measured> {
  readonly create: (key: string) => Behaviour<Message>;
  readonly timers: Timers;
  readonly random: () => number;
  readonly mailbox: MailboxLimits;
  readonly supervision: Supervision;
  readonly counters: CellCounters;
  /** Has `cell.step()` called at the end of the turn. */
  readonly schedule: (cell: Cell<Message>) => void;
  readonly remove: (cell: Cell<Message>) => void;
  readonly emit: (event: ActorEvent) => void;
}

/** Counted over all cells of a system since it was made. */
export interface CellCounters {
  finishedBatches: number;
  finishedMessages: number;
  abandonedMessages: number;
  crashes: number;
}

/**
 * - `idle`: nothing waits · `ready`: messages wait, a step is scheduled · `running`: inside start or receive, or
 *   dealing with their crash · `backing-off`: a restart waits for its timer · `stopping`: inside stop · `gone`.
 */
type Phase = 'idle' | 'ready' | 'running' | 'backing-off' | 'stopping' | 'gone';

const NONE: readonly never[] = [];

/** On a crash after the cut-off nothing is left to decide: its messages were abandoned then. */
const ENDED: Verdict = { directive: 'stop', isBudgetSpent: false };

/**
 * The loop that owns one actor: its mailbox, its behaviour's instance, and the batch in flight.
 *
 * Invariants
 * - One step at a time: `start`, `receive` and `stop` never overlap, and never two instances of one key live.
 * - A message that was accepted is in the mailbox, or in flight, or was finished once, or was abandoned once.
 * - Messages that wait survive a restart; they are abandoned when a failure or a deadline ends the actor.
 * - An idle cell holds no timer, no promise and no closure.
 *
 * A crash of the process loses mailbox and batch in flight: a message lives in memory only, and its caller has no answer.
 */
export class Cell<Message extends Measured> implements ActorContext {
  private readonly mailbox: Mailbox<Message>;
  private behaviour: Behaviour<Message>;
  private instance: 'new' | 'started' | 'stopped' = 'new';
  private phase: Phase = 'idle';
  private inFlight: readonly Message[] = NONE;
  private isTouched = true;
  private restartsMs: readonly number[] = NONE;
  private closing: StopReason | undefined = undefined;
  private cancelBackoff: Cancel | undefined = undefined;
  private waitingForStop: readonly (() => void)[] = NONE;

  /** @throws what `create` throws. */
  constructor(
    readonly key: string,
    private readonly host: CellHost<Message>,
  ) {
    this.mailbox = new Mailbox(host.mailbox);
    this.behaviour = host.create(key);
  }

  get waitingMessages(): number {
    return this.mailbox.waitingMessages;
  }

  get waitingBytes(): number {
    return this.mailbox.waitingBytes;
  }

  tell(message: Message): TellResult {
    if (this.closing !== undefined) return 'stopped';
    if (this.mailbox.offer(message) === 'full') return 'mailbox-full';
    if (this.phase === 'idle') this.makeReady();
    return 'accepted';
  }

  /** One round of the loop: starts the instance where needed, then lets it finish one batch. Never rejects. */
  async step(): Promise<void> {
    if (this.phase !== 'ready') return;
    this.phase = 'running';
    try {
      if (this.instance !== 'started') await this.start();
      if (this.isGone) return;
      this.inFlight = this.mailbox.takeBatch();
      await this.behaviour.receive(this.inFlight, this);
    } catch (error) {
      return this.crash(error);
    }
    if (this.isGone) return;
    this.host.counters.finishedBatches += 1;
    this.host.counters.finishedMessages += this.inFlight.length;
    this.inFlight = NONE;
    this.proceed();
  }

  /** ActorContext: the behaviour ends its own actor. */
  stop(): void {
    void this.finish({ type: 'asked' });
  }

  /** Closes the intake, lets the loop finish what waits, and resolves when the actor is gone. */
  finish(reason: StopReason): Promise<void> {
    this.closing ??= reason;
    const gone = new Promise<void>((resolve) => {
      this.waitingForStop = [...this.waitingForStop, resolve];
    });
    const isAtRest = this.phase === 'idle' || (this.phase === 'backing-off' && this.mailbox.isEmpty);
    if (isAtRest) void this.shutDown(this.closing);
    return gone;
  }

  /** Called by each sweep: an actor that was not used since the last one is passivated. */
  passivateUnlessUsed(): void {
    if (this.phase !== 'idle') return;
    if (this.isTouched) this.isTouched = false;
    else void this.shutDown({ type: 'passivated' });
  }

  /** Ends the actor at once, whatever it does; an answer of its behaviour that comes later is ignored. */
  cutOff(cause: unknown): void {
    if (this.isGone) return;
    this.cancelBackoff?.();
    this.leave();
    this.abandonInFlight(cause);
    this.abandon(this.mailbox.takeAll(), 'not-executed', cause);
  }

  private get isGone(): boolean {
    return this.phase === 'gone';
  }

  private makeReady(): void {
    this.phase = 'ready';
    this.host.schedule(this);
  }

  /** What comes after a round: the next one, the end, or rest. */
  private proceed(): void {
    if (!this.mailbox.isEmpty) {
      this.makeReady();
    } else if (this.closing !== undefined) {
      void this.shutDown(this.closing);
    } else {
      this.phase = 'idle';
      this.isTouched = true;
    }
  }

  private async start(): Promise<void> {
    if (this.instance === 'stopped') this.behaviour = this.host.create(this.key);
    this.instance = 'started';
    await this.behaviour.start?.(this);
    if (!this.isGone) this.host.emit(new ActorStarted(this.key));
  }

  private async crash(error: unknown): Promise<void> {
    if (this.isGone) return this.host.emit(new ActorCrashed(this.key, error, ENDED));
    const { supervision, timers, random } = this.host;
    const verdict = decideVerdict(supervision, {
      error,
      during: this.inFlight === NONE ? 'start' : 'receive',
      nowMs: timers.now(),
      restartsMs: this.restartsMs,
      random: random(),
    });
    this.host.counters.crashes += 1;
    this.host.emit(new ActorCrashed(this.key, error, verdict));
    this.abandonInFlight(error);
    return this.follow(verdict, error);
  }

  private async follow(verdict: Verdict, error: unknown): Promise<void> {
    switch (verdict.directive) {
      case 'resume':
        return this.proceed();
      case 'restart':
        this.restartsMs = verdict.restartsMs;
        return this.restart(verdict.delayMs, error);
      case 'stop':
      case 'escalate':
        return this.shutDown({ type: 'failed', error });
      default:
        return unreachable(verdict);
    }
  }

  /** The new instance starts after the back-off, and not before a message waits for it. */
  private async restart(delayMs: number, error: unknown): Promise<void> {
    await this.retire({ type: 'restarting', error });
    if (this.isGone) return;
    if (this.mailbox.isEmpty && this.closing !== undefined) return this.shutDown(this.closing);
    this.phase = 'backing-off';
    this.cancelBackoff = this.host.timers.after(delayMs, () => {
      this.cancelBackoff = undefined;
      this.proceed();
    });
  }

  private async shutDown(reason: StopReason): Promise<void> {
    this.phase = 'stopping';
    this.cancelBackoff?.();
    this.cancelBackoff = undefined;
    if (reason.type === 'failed') this.abandon(this.mailbox.takeAll(), 'not-executed', reason.error);
    await this.retire(reason);
    if (this.isGone) return;
    this.host.emit(new ActorStopped(this.key, reason));
    // Told while the old instance stopped: these messages activate the key anew, as they would have a moment later.
    if (this.mailbox.isEmpty) this.leave();
    else this.makeReady();
  }

  private async retire(reason: StopReason): Promise<void> {
    if (this.instance !== 'started') return;
    this.instance = 'stopped';
    try {
      await this.behaviour.stop?.(reason);
    } catch (error) {
      this.host.emit(new CleanupFailed(this.key, 'stop', error));
    }
  }

  private leave(): void {
    this.phase = 'gone';
    this.host.remove(this);
    for (const resolve of this.waitingForStop) resolve();
  }

  private abandonInFlight(cause: unknown): void {
    const messages = this.inFlight;
    this.inFlight = NONE;
    this.abandon(messages, 'unknown', cause);
  }

  private abandon(messages: readonly Message[], outcome: AbandonedOutcome, cause: unknown): void {
    if (messages.length === 0) return;
    this.host.counters.abandonedMessages += messages.length;
    this.host.emit(new MessagesAbandoned(this.key, messages.length, outcome));
    try {
      this.behaviour.abandon(messages, new AbandonedError(outcome, cause));
    } catch (error) {
      this.host.emit(new CleanupFailed(this.key, 'abandon', error));
    }
  }
}
