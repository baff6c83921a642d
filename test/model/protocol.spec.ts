/**
 * The shard-log protocol on one Redis, searched exhaustively: every order in which the steps below can happen, breadth
 * first, so that what is found has a shortest trace. `MODEL_TRACES=1` prints every search and every trace.
 *
 * Modelled: one shard's log with Redis's rules for ids; two owners, each with a mailbox and one command under way;
 * claims, appends, recovery reads; a router that may hand a record to either owner and tries again after NotOwner; a
 * connection lost before or after Redis ran the command, which otherwise stays in the old socket and runs later or
 * never; an owner that may not claim and only looks; a killed owner that starts again empty; error replies; XTRIM that
 * takes everything; a reader by plain XRANGE; clocks that show any second at each look, so they differ and go back.
 *
 * Not modelled: replicas, WAIT and failover; seal and abort; the loss of what Redis had acknowledged (`memory` and
 * `interval`); several records in one entry; control log and groups; callers that give up. A new fault is a field of
 * `Bounds` and a row in `protocol-steps.ts`, a new rule a field of `Rules`, a new noun a field of `World`.
 *
 * Numbers of states and of steps are exact: where one changes, the model has changed, and somebody should know why.
 */
import { describe, expect, it } from '@jest/globals';
import { invariants } from './invariants.js';
import { protocolSteps } from './protocol-steps.js';
import { presentRules } from './rules.js';
import type { Rules } from './rules.js';
import { search } from './search.js';
import type { Found } from './search.js';
import { worldKey } from './world-key.js';
import { initialWorld } from './world.js';
import type { Bounds, World } from './world.js';

/** Two records, each tried twice at most, and nothing fails. */
const calm: Bounds = {
  records: 2,
  retries: 1,
  seconds: 1,
  lostConnections: 0,
  kills: 0,
  trims: 0,
  errorReplies: 0,
  reads: 0,
};

/** Searched to the end; `states` is how many different worlds there are, up to the names of the owners. */
const searches: readonly { readonly name: string; readonly bounds: Bounds; readonly states: number }[] = [
  {
    name: 'a lost connection, a killed owner, clocks that differ',
    bounds: { ...calm, seconds: 2, lostConnections: 1, kills: 1 },
    states: 57_560,
  },
  {
    name: 'a lost connection, a killed owner, an error reply, a log that is trimmed',
    bounds: { ...calm, lostConnections: 1, kills: 1, errorReplies: 1, trims: 1 },
    states: 108_810,
  },
  { name: 'two lost connections', bounds: { ...calm, lostConnections: 2 }, states: 37_242 },
  {
    name: 'three records, a lost connection',
    bounds: { ...calm, records: 3, lostConnections: 1 },
    states: 150_453,
  },
  {
    name: 'three records without a second try, a lost connection, a log that is trimmed',
    bounds: { ...calm, records: 3, retries: 0, lostConnections: 1, trims: 1 },
    states: 76_850,
  },
  {
    name: 'a reader, a lost connection, a log that is trimmed',
    bounds: { ...calm, retries: 0, lostConnections: 1, trims: 1, reads: 2 },
    states: 82_060,
  },
];

/** What is turned, the least that must happen for it to show, and what it breaks after how many steps. */
const mutations: readonly {
  readonly name: string;
  readonly rules: Partial<Rules>;
  readonly bounds: Bounds;
  readonly breaks: Partial<Record<keyof typeof invariants, number>>;
}[] = [
  {
    name: 'V1: a claim by plain XADD whose id holds the claimer’s second gives one epoch two owners',
    rules: { claim: 'plain-own-second', recovery: 'last-exact-entry' },
    bounds: { ...calm, retries: 0, seconds: 3 },
    breaks: { INDEX: 16 },
  },
  {
    name: 'V2: a claim that says what was read before it makes the new owner begin at a stale end',
    rules: { claim: 'plain-least-id', recovery: 'last-entry-before-claim' },
    bounds: { ...calm, retries: 0, seconds: 2 },
    breaks: { INDEX: 16, TAIL: 15, TIME: 16 },
  },
  {
    name: 'V5: an id that is sent again on a new connection is refused because it landed, and answered NotOwner',
    rules: { lostAppend: 'send-again' },
    bounds: { ...calm, lostConnections: 1 },
    breaks: { FAILSTORED: 9, TWICE: 15 },
  },
  {
    name: 'V5: NotOwner, answered instead of deciding what was in flight',
    rules: { lostAppend: 'answer-not-owner' },
    bounds: { ...calm, lostConnections: 1 },
    breaks: { FAILSTORED: 7, TWICE: 13 },
  },
  {
    name: 'D7: an id that is sent again before the owner claims',
    rules: { lostAppend: 'send-again-then-claim' },
    bounds: { ...calm, lostConnections: 1 },
    breaks: { FAILSTORED: 9, TWICE: 15 },
  },
  {
    name: 'T1: a claim by plain XADD finds no last record in a log that was trimmed to nothing',
    rules: { claim: 'plain-least-id', recovery: 'last-exact-entry' },
    bounds: { ...calm, retries: 0, trims: 1 },
    breaks: { INDEX: 17, TAIL: 16 },
  },
  {
    name: 'an append that landed and was trimmed before the owner looked counts as absent',
    rules: { absence: 'not-found' },
    bounds: { ...calm, retries: 0, lostConnections: 1, trims: 1 },
    breaks: { FAILSTORED: 13, TWICE: 14 },
  },
  {
    name: 'an error reply that moves the index leaves a gap',
    rules: { errorReply: 'moves-the-index' },
    bounds: { ...calm, retries: 0, errorReplies: 1 },
    breaks: { INDEX: 9, TAIL: 7 },
  },
  {
    name: 'a router that tries again what is unknown stores it twice',
    rules: { routerRetries: 'not-owner-and-unknown' },
    bounds: { ...calm, kills: 1 },
    breaks: { FAILSTORED: 13, TWICE: 13 },
  },
];

/** What a search must come across, or its invariants hold because nothing happens. */
const sights: Readonly<Record<string, (world: World) => boolean>> = {
  'every record is acknowledged': ({ records }) => records.every(({ outcome }) => outcome === 'acknowledged'),
  'every record is acknowledged, and nothing that may fail is left': ({ records, faults }) =>
    records.every(({ outcome }) => outcome === 'acknowledged') &&
    Object.values(faults).every((left) => left === 0),
  'a record is stored whose caller knows nothing': ({ records, stream }) =>
    records.some(
      ({ outcome }, at) => outcome === 'unknown' && stream.history.some(({ record }) => record === at + 1),
    ),
  'a record is refused for good': ({ records }) => records.some(({ outcome }) => outcome === 'not-owner'),
  'a record fails by an error reply': ({ records }) => records.some(({ outcome }) => outcome === 'failed'),
};

/** Rules that no order of events on one Redis needs: they are for several masters. Without them nothing breaks here. */
const spareRules: readonly {
  readonly name: string;
  readonly rules: Partial<Rules>;
  readonly states: number;
}[] = [
  {
    name: 'tokens, and the last id after the claim',
    rules: { token: 'ignored', greaterLastId: 'ignored' },
    states: 9_298,
  },
  {
    name: 'the script, while the log is never trimmed, if the least id of the epoch claims and a read follows',
    rules: { claim: 'plain-least-id', recovery: 'last-exact-entry' },
    states: 17_807,
  },
];

describe('the shard-log protocol on one Redis', () => {
  it.each(searches)('holds with $name', ({ name, bounds, states }) => {
    const found = searched(name, { rules: {}, bounds });
    expect(found).toMatchObject({ violations: [], isComplete: true, states });
  });

  it('takes every kind of step in these searches', () => {
    const steps = protocolSteps({ rules: presentRules, bounds: calm }).map((step) => step.name);
    const taken = new Set(
      searches.flatMap(({ name, bounds }) => [...searched(name, { rules: {}, bounds }).stepsTaken]),
    );
    expect(steps.filter((step) => !taken.has(step))).toEqual([]);
  });

  it('comes across everything that shows that something happens', () => {
    const bounds = { ...calm, retries: 0, lostConnections: 1, kills: 1, errorReplies: 1 };
    const found = search({
      initial: initialWorld(bounds),
      steps: protocolSteps({ rules: presentRules, bounds }),
      keyOf: worldKey,
      // What is looked for is "broken" where it is seen.
      invariants: Object.fromEntries(
        Object.entries(sights).map(([name, isSeen]) => [
          name,
          (world: World) => (isSeen(world) ? name : undefined),
        ]),
      ),
      maxStates: MAX_STATES,
    });
    expect(found.violations.map(({ invariant }) => invariant).sort()).toEqual(Object.keys(sights).sort());
  });

  it.each(mutations)('sees $name', ({ name, rules, bounds, breaks }) => {
    const { violations, isComplete } = searched(name, { rules, bounds });
    expect(isComplete).toBe(true);
    expect(Object.fromEntries(violations.map(({ invariant, trace }) => [invariant, trace.length]))).toEqual(
      breaks,
    );
  });

  it.each(spareRules)('does without $name', ({ name, rules, states }) => {
    const bounds = { ...calm, lostConnections: 1, kills: 1 };
    expect(searched(name, { rules, bounds })).toMatchObject({ violations: [], isComplete: true, states });
  });
});

interface Question {
  readonly rules: Partial<Rules>;
  readonly bounds: Bounds;
}

/** Far beyond every search here: one that gets so far has grown by mistake. */
const MAX_STATES = 1_000_000;

const answers = new Map<string, Found>();

/** Each search is made once, whoever asks first. */
function searched(name: string, { rules, bounds }: Question): Found {
  const answered = answers.get(name);
  if (answered !== undefined) return answered;
  const found = search({
    initial: initialWorld(bounds),
    steps: protocolSteps({ rules: { ...presentRules, ...rules }, bounds }),
    keyOf: worldKey,
    invariants,
    maxStates: MAX_STATES,
  });
  answers.set(name, found);
  if (process.env['MODEL_TRACES'] !== undefined) process.stdout.write(`${reportOf(name, found)}\n`);
  return found;
}

function reportOf(name: string, { states, depth, isComplete, violations }: Found): string {
  const end = isComplete ? 'searched to the end' : 'stopped';
  const traces = violations.map(({ invariant, detail, trace }) =>
    [`  ${invariant}: ${detail}`, ...trace.map((line, at) => `    ${at + 1}. ${line}`)].join('\n'),
  );
  return [`${name}: ${states} states, ${depth} steps deep, ${end}`, ...traces].join('\n');
}
