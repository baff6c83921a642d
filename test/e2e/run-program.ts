import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface ProgramInput {
  readonly env?: Readonly<Record<string, string>>;
  /** What stands on its standard input. */
  readonly input?: Buffer;
}

/** What a program wrote and how it ended. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, in the environment of the tests but for what would configure AWS's clients or Shardwell. */
export async function runProgram(
  command: readonly [string, ...string[]],
  { env = {}, input = Buffer.alloc(0) }: ProgramInput = {},
): Promise<Finished> {
  const [program, ...args] = command;
  const child = spawn(program, args, { env: { ...inherited(), ...env } });
  // A program that ends without reading all of its input is no failure of ours.
  child.stdin.on('error', () => undefined).end(input);
  const exited = once(child, 'exit');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await exited) as [number | null];
  return { code, stdout, stderr };
}

/** The first line that a program writes; undefined where it is not installed. */
export function firstLineOf([program, ...args]: readonly [string, ...string[]]): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n', 1)[0] : undefined;
}

function inherited(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|SHARDWELL)_/.test(name)));
}
