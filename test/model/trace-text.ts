/** How commands, replies and ids read in a trace: an id is (epoch, second)-index, an owner is A or B. */
import type { Owner } from './owner.js';
import type { RedisCommand, Reply } from './redis-command.js';
import { GREATEST_ID, LEAST_ID, epochOf, indexOf, secondOf } from './redis-stream.js';
import type { Entry, EntryId } from './redis-stream.js';
import { unreachable } from './unreachable.js';
import type { OwnerNumber, RecordFate, World } from './world.js';

export function nameOf(number: OwnerNumber): string {
  return number === 0 ? 'A' : 'B';
}

export function idText(id: EntryId): string {
  if (id === LEAST_ID) return '-';
  return id === GREATEST_ID ? '+' : `(${epochOf(id)},${secondOf(id)})-${indexOf(id)}`;
}

export function entryText({ kind, id, record }: Entry): string {
  return kind === 'batch' ? `record ${record} at ${idText(id)}` : `${kind} ${idText(id)}`;
}

export function commandText(command: RedisCommand): string {
  switch (command.kind) {
    case 'claim-script':
      return 'claim script';
    case 'xadd':
      return `XADD ${entryText(command.entry)}`;
    case 'xrange':
      return `XRANGE ${idText(command.from)} ${idText(command.to)}`;
    case 'last':
      return 'XINFO STREAM';
    default:
      return unreachable(command);
  }
}

export function replyText(reply: Reply): string {
  switch (reply.kind) {
    case 'claimed':
      return `claimed ${idText(reply.entry.id)}`;
    case 'added':
      return 'added';
    case 'refused':
      return `refused, ${reply.why}`;
    case 'entries':
      return `[${reply.entries.map(entryText).join(', ')}], last id ${idText(reply.lastId)}`;
    default:
      return unreachable(reply);
  }
}

/** What an owner is at now, and what it sent for that. */
export function doingText({ before, after }: { readonly before: Owner; readonly after: Owner }): string {
  if (after.call === undefined || after.call === before.call) return after.phase;
  return `${after.phase}, sends ${commandText(after.call.command)}`;
}

/** A command that has run, and its reply. */
export function callText({ call }: Owner): string {
  if (call === undefined) return 'nothing';
  return `${commandText(call.command)}${call.reply === undefined ? '' : ` → ${replyText(call.reply)}`}`;
}

/** What callers heard in between. */
export function answersText({ before, after }: { readonly before: World; readonly after: World }): string {
  return after.records
    .map((fate, at) =>
      fate.outcome === before.records[at]?.outcome ? '' : `; record ${at + 1}: ${fateText(fate)}`,
    )
    .join('');
}

function fateText({ outcome, id }: RecordFate): string {
  return id === undefined ? outcome : `${outcome} at ${idText(id)}`;
}
