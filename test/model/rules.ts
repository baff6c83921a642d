/**
 * The rules of the shard log as switches, numbered as the ten rules of the protocol: `presentRules` is what Shardwell
 * does, a mutation is the present rules with a switch or two turned.
 */
export interface Rules {
  /** Rule 1: `claimed` is appended by a script that takes epoch, second and index from the log's last id. */
  readonly claim: 'by-script' | 'plain-own-second' | 'plain-least-id';
  /** Rule 1: so the id of the own claim says where the log stands; an earlier read may be stale. */
  readonly recovery: 'own-claim-id' | 'last-exact-entry' | 'last-entry-before-claim';
  /** Rule 3: an id is sent once; after a loss of connection the owner claims, reads, and only then decides. */
  readonly lostAppend: 'claim-then-decide' | 'send-again' | 'send-again-then-claim' | 'answer-not-owner';
  /** Rule 3: what a read does not show is absent only if XTRIM cannot have taken it. */
  readonly absence: 'proved' | 'not-found';
  /** Rule 4: a last id greater than the own claim, seen in a recovery read, means fenced. */
  readonly greaterLastId: 'fenced' | 'ignored';
  /** Rule 5: an error that does not refuse the id means not executed, and moves no index. */
  readonly errorReply: 'moves-nothing' | 'moves-the-index';
  /** Rule 5: the router tries again only what an owner answered with NotOwner. */
  readonly routerRetries: 'not-owner' | 'not-owner-and-unknown';
  /** Rule 6: whoever looks for an entry of its own compares the token of its claim. */
  readonly token: 'compared' | 'ignored';
}

export const presentRules: Rules = {
  claim: 'by-script',
  recovery: 'own-claim-id',
  lostAppend: 'claim-then-decide',
  absence: 'proved',
  greaterLastId: 'fenced',
  errorReply: 'moves-nothing',
  routerRetries: 'not-owner',
  token: 'compared',
};
