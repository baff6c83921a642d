// The configuration: one table gives the parser, the defaults and docs/configuration.md.
// A mistake stops the start, and all mistakes are named at once.
import { accessProblems } from './access-problems.js';
import { address, choice, fraction, integer, list, path, secret, text, type Setting } from './setting.js';
import { tlsProblems } from './tls-problems.js';

/** Every setting there is. A row added here is parsed, documented and checked. */
export const settings = {
  host: text({
    name: 'SHARDWELL_HOST',
    pattern: /^[\w.:%-]{1,253}$/,
    range: 'a host name or an IP address',
    fallback: '127.0.0.1',
    sentence: 'The address to listen on; 0.0.0.0 or :: opens the doors to other machines.',
  }),
  httpPort: integer({
    name: 'SHARDWELL_HTTP_PORT',
    unit: 'port',
    min: 0,
    max: 65_535,
    fallback: 4567,
    sentence:
      'The port of the Kinesis API and REST, HTTP/1.1 and HTTP/2, with and without TLS; 0 takes any free one.',
  }),
  grpcPort: integer({
    name: 'SHARDWELL_GRPC_PORT',
    unit: 'port',
    min: 0,
    max: 65_535,
    fallback: 4568,
    sentence: 'The port of gRPC, which speaks TLS alone where there is a certificate; 0 takes any free one.',
  }),
  tlsCert: path({
    name: 'SHARDWELL_TLS_CERT',
    sentence:
      'The certificate for TLS in PEM with its chain; read again when it changes. Without it there is no TLS.',
  }),
  tlsKey: path({
    name: 'SHARDWELL_TLS_KEY',
    sentence: 'The key of that certificate in PEM, without a passphrase; read again when it changes.',
  }),
  plaintext: choice({
    name: 'SHARDWELL_PLAINTEXT',
    choices: ['on', 'off'],
    fallback: 'on',
    sentence: 'Whether the HTTP port also speaks without TLS; off needs a certificate.',
  }),
  dataDir: text({
    name: 'SHARDWELL_DATA_DIR',
    pattern: /^[^\0]+$/,
    range: 'the path of a directory',
    fallback: '.shardwell',
    sentence: 'Where the private Redis keeps its files and where consumers keep their positions.',
  }),
  keyFile: path({
    name: 'SHARDWELL_KEY_FILE',
    sentence:
      'The master keys of encrypted streams; made in the data directory, as keys/master-keys.json, where it is not given.',
  }),
  redisUrl: address({
    name: 'SHARDWELL_REDIS_URL',
    protocols: ['redis:', 'rediss:', 'unix:'],
    sentence: 'A Redis of your own; without it all-in-one starts a private one on a Unix socket.',
  }),
  durability: choice({
    name: 'SHARDWELL_DURABILITY',
    choices: ['memory', 'interval', 'disk'],
    fallback: 'disk',
    sentence:
      'When a put is acknowledged: once it is in memory, with an fsync every second, or after the fsync that covers it.',
  }),
  accountId: text({
    name: 'SHARDWELL_ACCOUNT_ID',
    pattern: /^\d{12}$/,
    range: '12 digits',
    fallback: '000000000000',
    sentence: 'The AWS account in the ARNs of streams.',
  }),
  region: text({
    name: 'SHARDWELL_REGION',
    pattern: /^[a-z0-9-]{1,63}$/,
    range: '1 to 63 lower-case letters, digits and hyphens',
    fallback: 'us-east-1',
    sentence: 'The AWS region in the ARNs of streams.',
  }),
  auth: choice({
    name: 'SHARDWELL_AUTH',
    choices: ['off', 'strict'],
    fallback: 'off',
    sentence: 'Whether requests must be signed, or bring a token, and are checked against policies.',
  }),
  openAccess: choice({
    name: 'SHARDWELL_OPEN_ACCESS',
    choices: ['no', 'yes'],
    fallback: 'no',
    sentence: 'Whether other machines may do everything: what SHARDWELL_AUTH=off means outside of loopback.',
  }),
  accessFile: path({
    name: 'SHARDWELL_ACCESS_FILE',
    sentence: 'Principals with their keys, tokens and policies (docs/access.md); read again when it changes.',
  }),
  rootAccessKeyId: secret({
    name: 'SHARDWELL_ROOT_ACCESS_KEY_ID',
    pattern: /^[\w.+=@-]{1,128}$/,
    range: '1 to 128 letters, digits and _ . + = @ -',
    sentence: 'The access key of the one who may do everything.',
  }),
  rootAccessKeyIdFile: path({
    name: 'SHARDWELL_ROOT_ACCESS_KEY_ID_FILE',
    sentence: 'A file with that access key in it.',
  }),
  rootSecretAccessKey: secret({
    name: 'SHARDWELL_ROOT_SECRET_ACCESS_KEY',
    pattern: /^[!-~]{8,256}$/,
    range: '8 to 256 visible ASCII characters',
    sentence: 'The secret that belongs to it.',
  }),
  rootSecretAccessKeyFile: path({
    name: 'SHARDWELL_ROOT_SECRET_ACCESS_KEY_FILE',
    sentence: 'A file with that secret in it.',
  }),
  acceptedHosts: list({
    name: 'SHARDWELL_ACCEPTED_HOSTS',
    pattern: /^[\w.:[\]-]{1,253}$/,
    range: 'hosts with their ports where they have some, with commas between them',
    fallback: '',
    sentence:
      'Under what other hosts clients may have signed: those of proxies that rewrite the header Host.',
  }),
  lenientSignatures: list({
    name: 'SHARDWELL_LENIENT_SIGNATURES',
    pattern: /^(presigned|unsigned-payload)$/,
    range: 'presigned, unsigned-payload, with a comma between them',
    fallback: '',
    sentence:
      'Signatures that strict refuses otherwise: those in the query, and those that leave the body out.',
  }),
  streamTransitionMs: integer({
    name: 'SHARDWELL_STREAM_TRANSITION_MS',
    unit: 'ms',
    min: 0,
    max: 600_000,
    fallback: 0,
    sentence: 'How long a stream stays CREATING, UPDATING or DELETING.',
  }),
  shardQuota: integer({
    name: 'SHARDWELL_SHARD_QUOTA',
    unit: 'shards',
    min: 1,
    max: 1_000_000,
    fallback: 20_000,
    sentence: 'How many open shards all streams together may have.',
  }),
  shardLimits: choice({
    name: 'SHARDWELL_SHARD_LIMITS',
    choices: ['off', 'aws'],
    fallback: 'off',
    sentence:
      'aws: a shard takes 1 MiB and 1,000 records a second, and gives 2 MiB in 5 calls; off: no limits.',
  }),
  mailboxMessages: integer({
    name: 'SHARDWELL_MAILBOX_MESSAGES',
    unit: 'messages',
    min: 1,
    max: 1_000_000,
    fallback: 10_000,
    sentence: 'How many requests may wait at one shard before further ones are refused at once.',
  }),
  mailboxBytes: integer({
    name: 'SHARDWELL_MAILBOX_BYTES',
    unit: 'bytes',
    min: 11_000_000,
    max: 1_073_741_824,
    fallback: 33_554_432,
    sentence: 'How many bytes of records may wait at one shard before further ones are refused at once.',
  }),
  shardIdleMs: integer({
    name: 'SHARDWELL_SHARD_IDLE_MS',
    unit: 'ms',
    min: 1000,
    max: 86_400_000,
    fallback: 300_000,
    sentence: 'After how long without a request a shard leaves memory.',
  }),
  logStreams: list({
    name: 'SHARDWELL_LOG_STREAMS',
    pattern: /^[a-zA-Z0-9_.-]{1,128}$/,
    range: 'stream names with commas between them (letters, digits, _ . -; 1 to 128 each)',
    fallback: 'logs',
    sentence: 'The streams whose log lines the log analysis reads; empty turns it off.',
  }),
  logLevel: choice({
    name: 'SHARDWELL_LOG_LEVEL',
    choices: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    fallback: 'info',
    sentence: 'The least severe log line that is written (JSON lines on standard error).',
  }),
  traceSampling: fraction({
    name: 'SHARDWELL_TRACE_SAMPLING',
    fallback: 0.01,
    sentence: 'The share of the calls that are traced where OTEL_EXPORTER_OTLP_ENDPOINT says where spans go.',
  }),
  bodyLimitBytes: integer({
    name: 'SHARDWELL_BODY_LIMIT_BYTES',
    unit: 'bytes',
    min: 1024,
    max: 268_435_456,
    fallback: 16_777_216,
    sentence: 'The largest request body; a larger one is refused while it arrives.',
  }),
  bodiesInArrivalBytes: integer({
    name: 'SHARDWELL_BODIES_IN_ARRIVAL_BYTES',
    unit: 'bytes',
    min: 1_048_576,
    max: 1_099_511_627_776,
    fallback: 536_870_912,
    sentence:
      'How many bytes of bodies all HTTP requests may hold until they are answered; one beyond is refused.',
  }),
  bodiesInArrivalBytesPerAddress: integer({
    name: 'SHARDWELL_BODIES_IN_ARRIVAL_BYTES_PER_ADDRESS',
    unit: 'bytes',
    min: 1_048_576,
    max: 1_099_511_627_776,
    fallback: 268_435_456,
    sentence: 'The same for the requests of one IPv4 address, or one /64 of IPv6; a proxy is one address.',
  }),
  maxConnections: integer({
    name: 'SHARDWELL_MAX_CONNECTIONS',
    unit: 'connections',
    min: 1,
    max: 1_000_000,
    fallback: 10_000,
    sentence: 'How many HTTP connections may be open; further ones are closed at once.',
  }),
  maxConnectionsPerAddress: integer({
    name: 'SHARDWELL_MAX_CONNECTIONS_PER_ADDRESS',
    unit: 'connections',
    min: 1,
    max: 1_000_000,
    fallback: 1000,
    sentence:
      'How many HTTP connections one IPv4 address, or one /64 of IPv6, may have; a proxy is one address.',
  }),
  headersTimeoutMs: integer({
    name: 'SHARDWELL_HEADERS_TIMEOUT_MS',
    unit: 'ms',
    min: 100,
    max: 600_000,
    fallback: 10_000,
    sentence: 'How long a client may take to send the headers of a request.',
  }),
  requestTimeoutMs: integer({
    name: 'SHARDWELL_REQUEST_TIMEOUT_MS',
    unit: 'ms',
    min: 100,
    max: 3_600_000,
    fallback: 60_000,
    sentence: 'How long a client may take to send a whole request.',
  }),
  keepAliveTimeoutMs: integer({
    name: 'SHARDWELL_KEEP_ALIVE_TIMEOUT_MS',
    unit: 'ms',
    min: 100,
    max: 3_600_000,
    fallback: 75_000,
    sentence: 'How long a connection without a request stays open.',
  }),
  drainTimeoutMs: integer({
    name: 'SHARDWELL_DRAIN_TIMEOUT_MS',
    unit: 'ms',
    min: 0,
    max: 3500,
    fallback: 3000,
    sentence: 'How long requests in flight may take to end when the server stops.',
  }),
} as const;

/** The parsed configuration: one readonly member per row of the table. */
export type Config = { readonly [Key in keyof typeof settings]: ReturnType<(typeof settings)[Key]['parse']> };

/** The environment names something that cannot be used. `problems` holds one sentence each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/**
 * Reads the configuration from environment variables. Names under `SHARDWELL_TEST_` belong to test suites.
 *
 * @throws ConfigError with every problem at once: values out of range and unknown `SHARDWELL_` names.
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems = unknownNames(env);
  const entries = Object.entries(settings).map(([key, setting]) => {
    try {
      return [key, parseSetting(setting, env[setting.name])];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      problems.push(`${setting.name} ${error.message}.`);
      return [key, undefined];
    }
  });
  // The table's type and these entries come from the same object; only TypeScript cannot see it.
  const config = Object.freeze(Object.fromEntries(entries)) as Config;
  if (problems.length === 0) problems.push(...accessProblems(config), ...tlsProblems(config));
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function parseSetting(setting: Setting<unknown>, given: string | undefined): unknown {
  const value = given ?? setting.fallback;
  return value === undefined ? undefined : setting.parse(value);
}

function unknownNames(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = Object.values(settings).map((setting) => setting.name);
  return Object.keys(env)
    .filter(
      (name) => name.startsWith('SHARDWELL_') && !name.startsWith('SHARDWELL_TEST_') && !known.includes(name),
    )
    .map((name) => `${name} is not a setting${suggestion(name, known)}`);
}

/** More letters apart than this is another word, not a slip of the fingers. */
const FARTHEST_SLIP = 4;

function suggestion(name: string, known: readonly string[]): string {
  const words = name.split('_');
  const fuller = known.filter((candidate) => words.every((word) => candidate.split('_').includes(word)));
  if (fuller.length > 0) return `; did you mean ${fuller.join(' or ')}?`;
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  return nearest && nearest.distance <= FARTHEST_SLIP ? `; did you mean ${nearest.candidate}?` : '.';
}

/** Levenshtein's distance: insertions, deletions and replacements between two words. */
function editDistance(left: string, right: string): number {
  let above = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...left].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...right].entries()) {
      const replaced = (above[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    above = current;
  }
  return above[right.length] ?? 0;
}
