import { isIP } from 'node:net';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { parseConfig } from '#lib/bootstrap';
import type { CertOptions } from './cert.js';
import { put, type PutOptions } from './put.js';
import { tail, type TailOptions } from './tail.js';
import { up } from './up.js';

const WHO_CALLS = `
Requests are signed with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN where it is set, for the
region AWS_REGION or AWS_DEFAULT_REGION (default: us-east-1). Without a key they are not signed. Profiles and files
of the AWS tools are not read.`;

/** The command line as a tree of commands; the `--help` of each is its documentation. */
export function createProgram(env: NodeJS.ProcessEnv): Command {
  const program = new Command('shardwell')
    .description('Amazon Kinesis Data Streams that you run yourself.')
    .showHelpAfterError('(add --help for the whole story)');

  program
    .command('up')
    .description(
      'start Shardwell, all in one process, with a Redis of its own; SHARDWELL_* variables configure it',
    )
    .action(() => up());

  program
    .command('put')
    .description('put records from a file or from standard input; gzip is recognised by itself')
    .argument('<stream>', 'name of the stream')
    .addOption(
      new Option(
        '--lines <file>',
        'each line, without its \\n or \\r\\n, is the data of one record; - is standard input',
      ).conflicts('ndjson'),
    )
    .option('--ndjson <file>', 'each line is a JSON value and is put as it stands; - is standard input')
    .option(
      '--key <path>',
      "partition key: what stands at this dotted path of the line's JSON (default: random)",
    )
    .option('--create', 'make the stream, on demand, where it does not exist')
    .addOption(endpointOption(env))
    .addHelpText('after', WHO_CALLS)
    .action((stream: string, options: PutOptions) => put(stream, options));

  program
    .command('tail')
    .description('print the data of records as they come, one record a line')
    .argument('<stream>', 'name of the stream')
    .option('--from-start', 'begin at the oldest record instead of the newest')
    .option('--limit <records>', 'end after so many records', parseCount)
    .option(
      '--json',
      'print each record as JSON: shard, sequence number, partition key, time and data in base64',
    )
    .addOption(endpointOption(env))
    .addHelpText('after', WHO_CALLS)
    .action((stream: string, options: TailOptions) => tail(stream, options));

  addCert(program, env);
  return program;
}

function addCert(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('cert')
    .description('make a certificate for TLS in development, and the authority that its clients are to trust')
    .option('--dir <directory>', 'where ca.pem, cert.pem and key.pem go', tlsDirectory(env))
    .option(
      '--host <name>',
      'a name or an address of the server, besides localhost; may be given several times',
      anotherHost,
      [],
    )
    .option('--force', 'replace what is there')
    .action(async (options: CertOptions) => {
      // Loaded late: only this command needs the library behind it.
      const { cert } = await import('./cert.js');
      await cert(options);
    });
}

function tlsDirectory(env: NodeJS.ProcessEnv): string {
  return join(parseConfig(env).dataDir, 'tls');
}

/** A name, maybe below a wildcard, or an address. */
const HOST = /^(\*\.)?[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/i;

function anotherHost(host: string, before: readonly string[]): readonly string[] {
  if (HOST.test(host) || isIP(host)) return [...before, host];
  throw new InvalidArgumentError('a host name or an IP address is expected, without a port.');
}

function endpointOption(env: NodeJS.ProcessEnv): Option {
  const { httpPort, plaintext } = parseConfig(env);
  const variable = ['AWS_ENDPOINT_URL_KINESIS', 'AWS_ENDPOINT_URL'].find((name) => env[name] !== undefined);
  return new Option(
    '--endpoint <url>',
    'where Shardwell listens, http(s)://host:port; AWS_ENDPOINT_URL does too',
  )
    .env(variable ?? 'AWS_ENDPOINT_URL_KINESIS')
    .default(`${plaintext === 'off' ? 'https' : 'http'}://127.0.0.1:${httpPort}`)
    .argParser(parseEndpoint);
}

function parseEndpoint(text: string): string {
  if (URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('a URL such as http://127.0.0.1:4567 is expected.');
}

function parseCount(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new InvalidArgumentError('a whole number from 1 is expected.');
}
