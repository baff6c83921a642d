/**
 * A world as a short string, equal for two worlds exactly if nothing that can still matter tells them apart. Which owner
 * is called A does not matter, nor does a token that no owner remembers, nor an old command that can only be refused.
 */
import type { Call, Owner, Phase } from './owner.js';
import { isSpent } from './redis-command.js';
import type { RedisCommand, Reply } from './redis-command.js';
import type { Entry, EntryId, RedisStream, Token } from './redis-stream.js';
import { unreachable } from './unreachable.js';
import type { RecordFate, World } from './world.js';

export function worldKey({ stream, owners, strays, records, reader, faults }: World): string {
  const [first, second] = inOrder(owners, stream);
  const key = new KeyWriter([...first.tokens, ...second.tokens], [...first.codes, ...second.codes]);
  key.put(Number(stream.isDeleted), stream.trimmed);
  for (const entry of stream.history) key.entry(entry);
  key.put(END);
  for (const fate of records) key.fate(fate);
  key.id(reader.position);
  key.put(...reader.seen, END);
  key.put(faults.lostConnections, faults.kills, faults.trims, faults.errorReplies, faults.reads);
  if (strays.length > 0) key.commands(strays.filter((command) => !isSpent(command, stream)));
  return String.fromCharCode(...key.codes);
}

/** Both owners, each as it would be written if it were alone, in an order that does not depend on their names. */
function inOrder([a, b]: World['owners'], stream: RedisStream): readonly [KeyWriter, KeyWriter] {
  const one = ownerKey(a, stream);
  const other = ownerKey(b, stream);
  return compare(one.codes, other.codes) <= 0 ? [one, other] : [other, one];
}

function ownerKey(owner: Owner, { history }: RedisStream): KeyWriter {
  const { phase, mailbox, known, inFlight, call } = owner;
  const key = new KeyWriter(tokensOf(owner), [PHASES[phase]]);
  key.put(...mailbox, END);
  if (known !== undefined) {
    key.id(known.mark);
    key.put(known.second, known.index, key.numberOf(known.token));
  }
  key.put(END);
  if (inFlight !== undefined) {
    key.id(inFlight.id);
    key.id(inFlight.after);
    key.put(inFlight.record, key.numberOf(inFlight.token));
  }
  key.put(END);
  if (call !== undefined) key.call(call);
  key.put(END);
  key.placesOfTokens(history);
  return key;
}

/** The tokens that an owner may still compare. */
function tokensOf({ known, inFlight, call }: Owner): readonly Token[] {
  const tokens: Token[] = [];
  for (const token of [known?.token, inFlight?.token, tokenOf(call?.command)]) {
    if (token !== undefined && !tokens.includes(token)) tokens.push(token);
  }
  return tokens;
}

function tokenOf(command: RedisCommand | undefined): Token | undefined {
  if (command?.kind === 'claim-script') return command.token;
  return command?.kind === 'xadd' ? command.entry.token : undefined;
}

/** Writes small numbers; parts of no fixed length are ended by `END`, so no two worlds are written alike. */
class KeyWriter {
  constructor(
    readonly tokens: readonly Token[],
    readonly codes: number[],
  ) {}

  put(...codes: readonly number[]): void {
    this.codes.push(...codes);
  }

  /** In two codes, because strings of small codes take half the memory. */
  id(id: EntryId): void {
    this.codes.push(id >> 8, id & 0xff);
  }

  /** A token goes by its place among those that are remembered; 0 if it is not. */
  numberOf(token: Token): number {
    return this.tokens.indexOf(token) + 1;
  }

  /** Which entries of the log carry each token. */
  placesOfTokens(history: readonly Entry[]): void {
    for (const token of this.tokens) {
      for (const [at, entry] of history.entries()) if (entry.token === token) this.put(at);
      this.put(END);
    }
  }

  /** All but the token; the kind follows from record and place. */
  entry({ id, record, second, index }: Entry): void {
    this.codes.push(id >> 8, id & 0xff, record, (second << 4) | index);
  }

  /** How often a record was handed over matters only while the router may do so once more. */
  fate({ outcome, tries, id }: RecordFate): void {
    const isOpen = outcome === 'waiting' || outcome === 'not-owner' || outcome === 'unknown';
    this.put(OUTCOMES[outcome], isOpen ? tries : 0);
    if (id !== undefined) this.id(id);
  }

  /** In any order: which of two old commands was left first does not matter. */
  commands(commands: readonly RedisCommand[]): void {
    const keys = commands.map((command) => {
      const key = new KeyWriter(this.tokens, []);
      key.command(command);
      return key.codes;
    });
    this.put(...keys.sort(compare).flat());
  }

  call({ command, reply }: Call): void {
    this.command(command);
    if (reply !== undefined) this.reply(reply);
  }

  command(command: RedisCommand): void {
    switch (command.kind) {
      case 'claim-script':
        return this.put(0, this.numberOf(command.token));
      case 'xadd':
        this.put(1, this.numberOf(command.entry.token));
        return this.entry(command.entry);
      case 'xrange':
        this.put(2);
        this.id(command.from);
        return this.id(command.to);
      case 'last':
        return this.put(3);
      default:
        return unreachable(command);
    }
  }

  reply(reply: Reply): void {
    switch (reply.kind) {
      case 'claimed':
        this.put(0, this.numberOf(reply.entry.token));
        return this.entry(reply.entry);
      case 'added':
        return this.put(1);
      case 'refused':
        return this.put(2, REFUSALS[reply.why]);
      case 'entries':
        this.put(3);
        this.id(reply.lastId);
        return reply.entries.forEach((entry) => {
          this.put(this.numberOf(entry.token));
          this.entry(entry);
        });
      default:
        return unreachable(reply);
    }
  }
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [at, code] of one.entries()) {
    const difference = code - (other[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

const PHASES: Readonly<Record<Phase, number>> = {
  idle: 0,
  peeking: 1,
  claiming: 2,
  recovering: 3,
  serving: 4,
  appending: 5,
  'cut-off': 6,
  looking: 7,
  'sending-again': 8,
};

const OUTCOMES: Readonly<Record<RecordFate['outcome'], number>> = {
  'not-sent': 0,
  waiting: 1,
  acknowledged: 2,
  'not-owner': 3,
  failed: 4,
  unknown: 5,
};

const REFUSALS = { 'equal-or-smaller': 0, exhausted: 1, gone: 2, 'not-executed': 3 } as const;

/** Greater than every other code that may stand in its place. */
const END = 0xff;
