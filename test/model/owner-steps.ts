/** The rows of one owner: what reaches it, what it does when cut off, and what befalls it. */
import { idleOwner, takeRecord } from './owner.js';
import type { Answer, Circumstances, Owner, Turn } from './owner.js';
import { claimAgain, look, loseConnection } from './lose-connection.js';
import { receiveReply } from './receive-reply.js';
import { answersText, doingText, nameOf } from './trace-text.js';
import { afterTurn, spend } from './world.js';
import type { OwnerNumber, World } from './world.js';
import type { Setting, WorldStep } from './world-step.js';

export function ownerSteps(setting: Setting, number: OwnerNumber): readonly WorldStep[] {
  const ownerIn = (world: World) => world.owners[number];
  const isCutOff = (world: World) => ownerIn(world).phase === 'cut-off';
  // More than one only where the turn sends an id, whose second is the clock's.
  const turns = (world: World, turn: (owner: Owner, at: Circumstances) => Turn): readonly World[] =>
    everyTurn(setting, (at) => turn(ownerIn(world), at)).map((taken) =>
      afterTurn(world, { ...taken, number }),
    );
  const row = (happening: string, next: WorldStep['next']): WorldStep => ({
    name: `${nameOf(number)} ${happening}`,
    next,
    says: ({ before, after }) => {
      const doing = doingText({ before: ownerIn(before), after: ownerIn(after) });
      return `${nameOf(number)} ${happening}: ${doing}${answersText({ before, after })}`;
    },
  });
  return [
    row('is handed a record', (world) =>
      routable(world, setting).flatMap((record) =>
        turns(handedOver(world, record), (owner, at) => takeRecord(owner, { ...at, record })),
      ),
    ),
    row('hears from Redis', (world) =>
      ownerIn(world).call?.reply === undefined ? [] : turns(world, receiveReply),
    ),
    row('claims again', (world) => (isCutOff(world) ? turns(world, claimAgain) : [])),
    row('looks who claimed', (world) => (isCutOff(world) ? turns(world, look) : [])),
    row('loses its connection', (world) =>
      isConnected(ownerIn(world))
        ? spend(world, 'lostConnections').flatMap((left) => turns(leftBehind(left, number), loseConnection))
        : [],
    ),
    row('is killed', (world) =>
      ownerIn(world).phase === 'idle'
        ? []
        : spend(world, 'kills').flatMap((left) => turns(leftBehind(left, number), restart)),
    ),
  ];
}

/** Every way in which a turn can go: one, but for each second that the clock may show where it sends an id. */
function everyTurn({ rules, bounds }: Setting, turn: (at: Circumstances) => Turn): readonly Turn[] {
  const earliest = turn({ rules, clock: 0 });
  if (earliest.owner.call?.command.kind !== 'xadd') return [earliest];
  const later = Array.from({ length: bounds.seconds - 1 }, (_, before) => turn({ rules, clock: before + 1 }));
  return [earliest, ...later];
}

/** Records that the router may hand to either owner: it may think anything about who is a member. */
function routable({ records }: World, { rules, bounds }: Setting): readonly number[] {
  const isRetried = (outcome: string) =>
    outcome === 'not-owner' || (outcome === 'unknown' && rules.routerRetries === 'not-owner-and-unknown');
  const firstUnsent = records.findIndex(({ outcome }) => outcome === 'not-sent');
  return records.flatMap(({ outcome, tries }, at) =>
    at === firstUnsent || (isRetried(outcome) && tries <= bounds.retries) ? [at + 1] : [],
  );
}

function handedOver(world: World, record: number): World {
  const records = world.records.map((fate, at) =>
    at === record - 1 ? { ...fate, outcome: 'waiting' as const, tries: fate.tries + 1 } : fate,
  );
  return { ...world, records };
}

function isConnected({ phase }: Owner): boolean {
  return phase !== 'idle' && phase !== 'cut-off';
}

/** A command that Redis has not run stays in the old socket, if running it later would change anything. */
function leftBehind(world: World, number: OwnerNumber): World {
  const call = world.owners[number].call;
  if (call === undefined || call.reply !== undefined) return world;
  if (call.command.kind === 'xrange' || call.command.kind === 'last') return world;
  return { ...world, strays: [...world.strays, call.command] };
}

/** Killed and started again; callers hear that their connection broke, which says nothing. */
function restart({ inFlight, mailbox, nextToken }: Owner): Turn {
  const held = inFlight === undefined ? mailbox : [inFlight.record, ...mailbox];
  const answers = held.map((record): Answer => ({ record, outcome: 'unknown' }));
  return { owner: idleOwner(nextToken), answers };
}
