/**
 * Breadth-first search through every state that a table of steps can reach, so the first trace to a broken invariant is
 * a shortest one. Keys are compared in full, never by hash: no state can be taken for another.
 *
 * Invariants: states are numbered in the order in which they were found; `parents` and `moves` at a number say how it
 * was reached. Only the frontier holds states; a trace is made by walking its moves again from the start.
 */

/** One row of the table: where it leads from a state (nowhere: it cannot happen now), and what it says in a trace. */
export interface Step<State> {
  readonly name: string;
  readonly next: (state: State) => readonly State[];
  readonly says: (passage: Passage<State>) => string;
}

export interface Passage<State> {
  readonly before: State;
  readonly after: State;
}

/** What must hold in every state: nothing, or what is wrong in a sentence. */
export type Invariant<State> = (state: State) => string | undefined;

export interface Search<State> {
  readonly initial: State;
  readonly steps: readonly Step<State>[];
  /** Equal for two states exactly if nothing that matters tells them apart. */
  readonly keyOf: (state: State) => string;
  readonly invariants: Readonly<Record<string, Invariant<State>>>;
  /** Beyond this many the search gives up after the step it is at, and says so. */
  readonly maxStates: number;
}

export interface Violation {
  readonly invariant: string;
  readonly detail: string;
  /** One line per step from the initial state on. */
  readonly trace: readonly string[];
}

export interface Found {
  readonly states: number;
  /** Steps of the longest of the shortest ways. */
  readonly depth: number;
  /** Every reachable state was visited: the search was not ended by its bound. */
  readonly isComplete: boolean;
  /** The first, and so the shortest, violation of each invariant. */
  readonly violations: readonly Violation[];
  /** Names of the steps that happened at least once. */
  readonly stepsTaken: ReadonlySet<string>;
}

/** Searches on where an invariant was broken too, so that each one that can break is found. */
export function search<State>(plan: Search<State>): Found {
  const exploration = new Exploration(plan);
  while (exploration.isGoingOn()) exploration.goOneDeeper();
  return exploration.found();
}

class Exploration<State> {
  readonly #visited = new Set<string>();
  readonly #parents: number[] = [];
  readonly #moves: number[] = [];
  readonly #stepsTaken = new Set<string>();
  readonly #broken = new Map<string, { readonly detail: string; readonly at: number }>();
  readonly #invariants: readonly (readonly [string, Invariant<State>])[];
  #frontier: State[] = [];
  #depth = 0;

  constructor(private readonly plan: Search<State>) {
    this.#invariants = Object.entries(plan.invariants);
    this.#visit(plan.initial, { parent: 0, move: 0 });
  }

  isGoingOn(): boolean {
    return this.#frontier.length > 0 && this.#visited.size <= this.plan.maxStates;
  }

  /** Visits every state that is one step beyond the frontier. */
  goOneDeeper(): void {
    const frontier = this.#frontier;
    const first = this.#visited.size - frontier.length;
    this.#frontier = [];
    frontier.forEach((state, offset) => this.#visitAllNext(state, first + offset));
    if (this.#frontier.length > 0) this.#depth += 1;
  }

  found(): Found {
    return {
      states: this.#visited.size,
      depth: this.#depth,
      isComplete: this.#frontier.length === 0,
      violations: [...this.#broken].map(([invariant, { detail, at }]) => ({
        invariant,
        detail,
        trace: this.#traceTo(at),
      })),
      stepsTaken: this.#stepsTaken,
    };
  }

  #visitAllNext(state: State, parent: number): void {
    for (const [row, { name, next }] of this.plan.steps.entries()) {
      const nextStates = next(state);
      if (nextStates.length > 0) this.#stepsTaken.add(name);
      nextStates.forEach((after, choice) => this.#visit(after, { parent, move: row * CHOICES + choice }));
    }
  }

  #visit(state: State, way: { readonly parent: number; readonly move: number }): void {
    const number = this.#visited.size;
    this.#visited.add(this.plan.keyOf(state));
    if (this.#visited.size === number) return;
    this.#check(state, number);
    this.#parents.push(way.parent);
    this.#moves.push(way.move);
    this.#frontier.push(state);
  }

  #check(state: State, at: number): void {
    for (const [name, invariant] of this.#invariants) {
      if (this.#broken.has(name)) continue;
      const detail = invariant(state);
      if (detail !== undefined) this.#broken.set(name, { detail, at });
    }
  }

  #traceTo(at: number): readonly string[] {
    const moves: number[] = [];
    for (let number = at; number > 0; number = this.#parents[number] ?? 0) {
      moves.unshift(this.#moves[number] ?? 0);
    }
    let before = this.plan.initial;
    return moves.map((move) => {
      const step = this.plan.steps[Math.floor(move / CHOICES)];
      const after = step?.next(before)[move % CHOICES];
      if (step === undefined || after === undefined) throw new Error('a step differs the second time');
      const line = step.says({ before, after });
      before = after;
      return line;
    });
  }
}

/** More than any step has: a move is its row in the table and which of its states was taken, in one number. */
const CHOICES = 1000;
