/** What an owner makes of Redis's reply, one function per phase that waits for one. */
import { decideInFlight } from './decide-in-flight.js';
import type { Circumstances, Known, Owner, Turn } from './owner.js';
import { answerOf, appendNext, claim, idleOwner, sent, silent, stepDown } from './owner.js';
import type { Reply } from './redis-command.js';
import { LEAST_ID, entryId, epochOf, indexOf, secondOf } from './redis-stream.js';
import type { Entry } from './redis-stream.js';
import type { Rules } from './rules.js';
import { unreachable } from './unreachable.js';

/** The reply to the call under way arrives. */
export function receiveReply(owner: Owner, at: Circumstances): Turn {
  switch (owner.phase) {
    case 'peeking':
      return silent(claimByPlainXadd(owner, at));
    case 'claiming':
      return silent(afterClaim(owner, at));
    case 'recovering':
      return afterRecoveryRead(owner, at);
    case 'appending':
      return afterAppend(owner, at);
    case 'looking':
      return afterLook(owner, at);
    case 'sending-again':
      return afterSendingAgain(owner, at);
    case 'idle':
    case 'serving':
    case 'cut-off':
      throw new Error(`an owner that is ${owner.phase} has asked nothing`);
    default:
      return unreachable(owner.phase);
  }
}

/** Mutations only: what was read makes the claim's id and header, and may be stale when the claim runs. */
function claimByPlainXadd(owner: Owner, { rules, clock }: Circumstances): Owner {
  const { entries, lastId } = entriesOf(owner);
  const { second, index } = entries.at(-1) ?? { second: secondOf(lastId), index: indexOf(lastId) };
  const epoch = epochOf(lastId) + 1;
  const hasOwnSecond = rules.claim === 'plain-own-second';
  const id = entryId(
    hasOwnSecond ? { epoch, second: Math.max(second, clock), index } : { epoch, second: 0, index: 0 },
  );
  const entry: Entry = { kind: 'claimed', id, second, index, record: 0, token: owner.nextToken };
  return { ...owner, phase: 'claiming', call: sent({ kind: 'xadd', entry }), nextToken: owner.nextToken + 2 };
}

/** Owner by the log, but nothing is served before the read that goes out now. */
function afterClaim(owner: Owner, at: Circumstances): Owner {
  const reply = replyOf(owner);
  // Without the script another claim may have taken the id.
  if (reply.kind !== 'claimed') return claim(owner, at);
  const { id, second, index, token } = reply.entry;
  const from = at.rules.recovery === 'last-exact-entry' ? LEAST_ID : (owner.inFlight?.after ?? id);
  const known = { token, mark: id, second, index };
  return { ...owner, phase: 'recovering', known, call: sent({ kind: 'xrange', from, to: id }) };
}

/** Below the own claim nothing can land any more, so this read decides the in-flight for good. */
function afterRecoveryRead(owner: Owner, at: Circumstances): Turn {
  const { inFlight } = owner;
  const { entries, lastId } = entriesOf(owner);
  const known = recovered(required(owner.known), { entries, rules: at.rules });
  const evidence = { entries, indexAtFence: known.index, rules: at.rules };
  const fate = inFlight === undefined ? 'absent' : decideInFlight(inFlight, evidence);
  if (lastId > known.mark && at.rules.greaterLastId === 'fenced') return stepDown(owner, fate);
  const again = inFlight !== undefined && fate === 'absent' ? [inFlight.record] : [];
  const answers = inFlight !== undefined && fate !== 'absent' ? [answerOf(inFlight, fate)] : [];
  const mailbox = [...again, ...owner.mailbox];
  return { owner: appendNext({ ...owner, mailbox }, { known, clock: at.clock }), answers };
}

/** With the script the claim's own id says it all; without it the read must find the last entry that says the truth. */
function recovered(known: Known, read: { readonly entries: readonly Entry[]; readonly rules: Rules }): Known {
  if (read.rules.recovery !== 'last-exact-entry') return known;
  const exact = read.entries.findLast(({ kind }) => kind !== 'claimed');
  if (exact === undefined) return known;
  return { ...known, second: Math.max(exact.second, secondOf(known.mark)), index: exact.index };
}

/** "Equal or smaller" to the only XADD of this id: the record is not in the log, and this owner is none any more. */
function afterAppend(owner: Owner, { rules, clock }: Circumstances): Turn {
  const inFlight = required(owner.inFlight);
  const known = required(owner.known);
  const reply = replyOf(owner);
  if (isFence(reply)) return stepDown(owner, 'absent');
  if (reply.kind === 'added') {
    const next = { ...known, mark: inFlight.id, second: secondOf(inFlight.id), index: indexOf(inFlight.id) };
    return { owner: appendNext(owner, { known: next, clock }), answers: [answerOf(inFlight, 'stored')] };
  }
  const index = rules.errorReply === 'moves-the-index' ? known.index + 1 : known.index;
  const next = appendNext(owner, { known: { ...known, index }, clock });
  return { owner: next, answers: [{ record: inFlight.record, outcome: 'failed' }] };
}

/** One read shows both the in-flight and the claim behind it, so nothing can land between two looks. */
function afterLook(owner: Owner, { rules }: Circumstances): Turn {
  const { entries } = entriesOf(owner);
  const inFlight = required(owner.inFlight);
  const fence = entries.find(({ kind, id }) => kind === 'claimed' && id > inFlight.id);
  return stepDown(owner, decideInFlight(inFlight, { entries, indexAtFence: fence?.index, rules }));
}

/** Mutations only: the second sending of an id is answered as if it were the first. */
function afterSendingAgain(owner: Owner, at: Circumstances): Turn {
  if (at.rules.lostAppend === 'send-again') return afterAppend(owner, at);
  const answers = [answerOf(required(owner.inFlight), isFence(replyOf(owner)) ? 'absent' : 'stored')];
  const rest = { ...owner, inFlight: undefined };
  return { owner: rest.mailbox.length > 0 ? claim(rest, at) : idleOwner(owner.nextToken), answers };
}

function isFence(reply: Reply): boolean {
  return reply.kind === 'refused' && reply.why === 'equal-or-smaller';
}

function entriesOf(owner: Owner): Extract<Reply, { readonly kind: 'entries' }> {
  const reply = replyOf(owner);
  if (reply.kind !== 'entries') throw new Error(`a read was answered by ${reply.kind}`);
  return reply;
}

function replyOf(owner: Owner): Reply {
  return required(owner.call?.reply);
}

/** What the phase promises to be there. */
function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the phase promises a value that is not there');
  return value;
}
