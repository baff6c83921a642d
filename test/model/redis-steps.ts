/** The rows that happen at Redis: commands run, late ones too, or fail; the log is trimmed; a reader reads. */
import { execute, isSpent } from './redis-command.js';
import type { Executed, RedisCommand, Reply } from './redis-command.js';
import { GREATEST_ID, range, trim } from './redis-stream.js';
import type { EntryId } from './redis-stream.js';
import { callText, commandText, idText, nameOf } from './trace-text.js';
import { spend, withOwner } from './world.js';
import type { OwnerNumber, World } from './world.js';
import type { Setting, WorldStep } from './world-step.js';

export function redisSteps(setting: Setting): readonly WorldStep[] {
  return [...callSteps(setting, 0), ...callSteps(setting, 1), strayStep(setting), trimStep, readStep];
}

/** The command on an owner's present connection. */
function callSteps(setting: Setting, number: OwnerNumber): readonly WorldStep[] {
  const row = (
    happening: string,
    next: (world: World, command: RedisCommand) => readonly World[],
  ): WorldStep => ({
    name: `Redis ${happening} ${nameOf(number)}`,
    next: (world) => {
      const { call } = world.owners[number];
      return call === undefined || call.reply !== undefined ? [] : next(world, call.command);
    },
    says: ({ after }) => `Redis ${happening} ${nameOf(number)}: ${callText(after.owners[number])}`,
  });
  return [
    row('runs the command of', (world, command) =>
      everyExecution(world, { command, setting }).map(({ stream, reply }) =>
        answered({ ...world, stream }, { number, reply }),
      ),
    ),
    row('fails the command of', (world, command) =>
      command.kind === 'xadd'
        ? spend(world, 'errorReplies').map((left) => answered(left, { number, reply: NOT_EXECUTED }))
        : [],
    ),
  ];
}

/** A command whose sender has long given up its connection; nobody hears the reply. */
function strayStep(setting: Setting): WorldStep {
  return {
    name: 'Redis runs an old command',
    next: (world) =>
      world.strays.flatMap((command, at) => {
        if (isSpent(command, world.stream)) return [];
        const strays = world.strays.toSpliced(at, 1);
        return everyExecution(world, { command, setting }).map(({ stream }) => ({
          ...world,
          stream,
          strays,
        }));
      }),
    says: ({ before, after }) => {
      const command = before.strays.find((stray) => !after.strays.includes(stray));
      return `Redis runs an old command, ${command && commandText(command)}; last id ${idText(after.stream.lastId)}`;
    },
  };
}

/** All is enough: whoever takes a part of the log could have taken all of it while it was no longer than that. */
const trimStep: WorldStep = {
  name: 'XTRIM takes all entries',
  next: (world) => {
    const { history, trimmed } = world.stream;
    if (trimmed === history.length) return [];
    return spend(world, 'trims').map((left) => ({
      ...left,
      stream: trim(left.stream, history.length - trimmed),
    }));
  },
  says: ({ after }) => `XTRIM takes all entries; last id ${idText(after.stream.lastId)}`,
};

const readStep: WorldStep = {
  name: 'a reader reads on',
  next: (world) => {
    const { position, seen } = world.reader;
    const entries = range(world.stream, { from: (position + 1) as EntryId, to: GREATEST_ID });
    const last = entries.at(-1);
    if (last === undefined) return [];
    const records = entries.flatMap(({ record }) => (record === 0 ? [] : [record]));
    return spend(world, 'reads').map((left) => ({
      ...left,
      reader: { position: last.id, seen: [...seen, ...records] },
    }));
  },
  says: ({ after }) =>
    `a reader reads on to ${idText(after.reader.position)}, seen [${after.reader.seen.join(', ')}]`,
};

const NOT_EXECUTED: Reply = { kind: 'refused', why: 'not-executed' };

/** Each way in which a command can run now: one, but for the script, whose second is Redis's clock. */
function everyExecution(world: World, run: { readonly command: RedisCommand; readonly setting: Setting }) {
  const { command, setting } = run;
  const clocks = command.kind === 'claim-script' ? setting.bounds.seconds : 1;
  return Array.from({ length: clocks }, (_, clock): Executed =>
    execute({ stream: world.stream, command, clock }),
  );
}

function answered(
  world: World,
  { number, reply }: { readonly number: OwnerNumber; readonly reply: Reply },
): World {
  const owner = world.owners[number];
  if (owner.call === undefined) return world;
  return withOwner(world, { number, owner: { ...owner, call: { ...owner.call, reply } } });
}
