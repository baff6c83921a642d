import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { createProgram } from './program.js';

/** The program, but that it throws instead of ending the process, and says nothing. */
function quietProgram(env: NodeJS.ProcessEnv = {}): Command {
  const program = createProgram(env);
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  }
  return program;
}

describe('the command line', () => {
  it.each([
    ['an endpoint that is no URL', ['tail', 'logs', '--endpoint', '127.0.0.1:4567'], 'a URL such as http://'],
    ['an endpoint of another protocol', ['tail', 'logs', '--endpoint', 'ftp://a'], 'a URL such as http://'],
    ['a limit of no records', ['tail', 'logs', '--limit', '0'], 'a whole number from 1'],
    ['a host with a port', ['cert', '--host', 'kinesis.test:4567'], 'without a port'],
    ['two kinds of input', ['put', 'logs', '--lines', 'a', '--ndjson', 'b'], 'cannot be used with'],
    ['a command that is not there', ['puts'], 'unknown command'],
  ])('refuses %s', async (_, words, sentence) => {
    await expect(quietProgram().parseAsync(words, { from: 'user' })).rejects.toThrow(sentence);
  });

  it.each(['put', 'tail'])('says in the help of %s what requests are signed with', async (command) => {
    let help = '';
    const program = quietProgram();
    for (const one of program.commands) one.configureOutput({ writeOut: (text) => (help += text) });
    await expect(program.parseAsync([command, '--help'], { from: 'user' })).rejects.toThrow('outputHelp');
    expect(help).toContain('AWS_ACCESS_KEY_ID');
  });

  it('says in its help what each command is for', () => {
    const help = createProgram({}).helpInformation();
    for (const command of ['up', 'put', 'tail', 'cert']) expect(help).toContain(command);
  });
});
