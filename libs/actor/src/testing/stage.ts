import type { AbandonedError, ActorContext, Behaviour, StopReason } from '../behaviour.js';
import type { ActorEvent } from '../events.js';
import type { Measured } from '../mailbox.js';
import type { Supervision } from '../supervisor.js';
import { DEFAULT_SUPERVISION } from '../supervisor.js';
import { ActorSystem } from '../system.js';
import type { ActorSystemOptions } from '../system.js';
import { VirtualTimers } from './virtual-timers.js';

/** A message of the runtime's own specs. */
export interface Note extends Measured {
  readonly name: string;
}

export function note(name: string, bytes = 1): Note {
  return { name, bytes, weight: 1 };
}

/** Crashes; the word may be a directive, see STAGE_SUPERVISION. */
export function fails(word: string): never {
  throw new Error(word);
}

/** What the actors on a stage do; each part is optional, and may be changed while they live. */
export interface Script {
  create?: (key: string) => void;
  start?: (context: ActorContext) => Promise<void> | void;
  receive?: (names: readonly string[], context: ActorContext) => Promise<void> | void;
  stop?: () => Promise<void> | void;
  abandon?: (names: readonly string[]) => void;
}

/** Restarts after exactly 100 ms, then 200 ms, then stops; an error may name another directive as its message. */
export const STAGE_SUPERVISION: Supervision = {
  ...DEFAULT_SUPERVISION,
  directiveFor: (error) => {
    const word = error instanceof Error ? error.message : '';
    return word === 'resume' || word === 'stop' || word === 'escalate' ? word : 'restart';
  },
  maxRestarts: 2,
};

/** An actor system in virtual time whose actors follow a script and write a diary. */
export class Stage {
  readonly timers = new VirtualTimers();
  readonly diary: string[] = [];
  readonly events: ActorEvent[] = [];
  readonly system: ActorSystem<Note>;

  constructor(
    readonly script: Script = {},
    options: Partial<ActorSystemOptions<Note>> = {},
  ) {
    let instances = 0;
    this.system = new ActorSystem<Note>({
      create: (key) => {
        script.create?.(key);
        instances += 1;
        return new ScriptedBehaviour(`${key}#${instances}`, this);
      },
      timers: this.timers,
      random: () => 0,
      onEvent: (event) => this.events.push(event),
      supervision: STAGE_SUPERVISION,
      passivateAfterMs: 60_000,
      ...options,
    });
  }

  tellAll(key: string, names: readonly string[]): void {
    for (const name of names) this.system.tell(key, note(name));
  }

  /** Work that lasts, in virtual time. */
  takes(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.timers.after(durationMs, resolve);
    });
  }

  /** The diary since the last look. */
  read(): readonly string[] {
    return this.diary.splice(0);
  }
}

/** Writes `key#instance did what: with which messages` for every call of the runtime. */
class ScriptedBehaviour implements Behaviour<Note> {
  constructor(
    private readonly name: string,
    private readonly stage: Stage,
  ) {}

  start(context: ActorContext): Promise<void> | void {
    this.stage.diary.push(`${this.name} start`);
    return this.stage.script.start?.(context);
  }

  receive(batch: readonly Note[], context: ActorContext): Promise<void> | void {
    const names = batch.map((each) => each.name);
    this.stage.diary.push(`${this.name} receive: ${names.join(' ')}`);
    return this.stage.script.receive?.(names, context);
  }

  stop(reason: StopReason): Promise<void> | void {
    this.stage.diary.push(`${this.name} stop: ${reason.type}`);
    return this.stage.script.stop?.();
  }

  abandon(messages: readonly Note[], error: AbandonedError): void {
    const names = messages.map((each) => each.name);
    this.stage.diary.push(`${this.name} abandon ${error.outcome}: ${names.join(' ')}`);
    this.stage.script.abandon?.(names);
  }
}
