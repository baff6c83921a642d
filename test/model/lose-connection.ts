/** What an owner does when its connection is gone, at once and on the next one. */
import type { Circumstances, Owner, Turn } from './owner.js';
import { appendCommand, claim, idleOwner, sent, silent, stepDown } from './owner.js';
import { GREATEST_ID } from './redis-stream.js';
import { unreachable } from './unreachable.js';

/**
 * The connection is gone, or a command timed out, which counts as the same. Without an undecided append the owner
 * claims on its next message, which is now if records wait.
 */
export function loseConnection(owner: Owner, at: Circumstances): Turn {
  const { inFlight } = owner;
  if (inFlight === undefined) {
    return silent(owner.mailbox.length === 0 ? idleOwner(owner.nextToken) : claim(owner, at));
  }
  switch (at.rules.lostAppend) {
    case 'claim-then-decide':
      return silent({ ...owner, phase: 'cut-off', known: undefined, call: undefined });
    case 'send-again':
    case 'send-again-then-claim':
      return silent({ ...owner, phase: 'sending-again', call: sent(appendCommand(inFlight)) });
    case 'answer-not-owner':
      return stepDown(owner, 'absent');
    default:
      return unreachable(at.rules.lostAppend);
  }
}

/** Cut off, and named by the list of members: a new connection, and a new claim on it. */
export function claimAgain(owner: Owner, at: Circumstances): Turn {
  return silent(claim(owner, at));
}

/** Cut off, and not named: a new connection, and one read that shows whether somebody else has claimed. */
export function look(owner: Owner): Turn {
  const from = owner.inFlight?.after ?? GREATEST_ID;
  return silent({ ...owner, phase: 'looking', call: sent({ kind: 'xrange', from, to: GREATEST_ID }) });
}
