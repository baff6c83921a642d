// A gateway that asks who calls, principals with all kinds of policies, and how each door answers them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import {
  createKinesisClient,
  createProducerClient,
  KinesisCallError,
  type KinesisClient,
  type ProducerClient,
} from '#lib/wire';
import { GatewayApp } from './gateway-app.js';

export const arnOf = (stream: string) => `arn:aws:kinesis:us-east-1:000000000000:stream/${stream}`;
const allow = (Action: string | readonly string[], Resource: string) => ({
  Effect: 'Allow',
  Action,
  Resource,
});
const deny = (Action: string, Resource: string) => ({ Effect: 'Deny', Action, Resource });
const from = (network: string) => ({ Condition: { IpAddress: { 'aws:SourceIp': network } } });
const PUTS = 'kinesis:Put*';

/** What the principals may do by themselves. */
const POLICIES = {
  producer: [allow(PUTS, arnOf('orders')), allow(PUTS, arnOf('closed'))],
  reader: [allow(['kinesis:Get*', 'kinesis:Describe*', 'kinesis:List*'], arnOf('*'))],
  careful: [allow('kinesis:*', '*'), deny(PUTS, arnOf('orders'))],
  elsewhere: [{ ...allow('*', '*'), ...from('192.0.2.0/24') }],
  here: [{ ...allow('*', '*'), ...from('127.0.0.0/8') }],
  nobody: [],
};

export type Name = keyof typeof POLICIES;
export const NAMES = Object.keys(POLICIES) as readonly Name[];

/** Three that are there, two of them with policies of their own, and one that is not. */
export type StreamOfTest = 'orders' | 'open' | 'closed' | 'missing';

const STREAM_POLICIES = {
  open: { ...allow([PUTS, 'kinesis:DescribeStream'], arnOf('open')), Principal: '*' },
  closed: { ...deny(PUTS, '*'), Principal: { AWS: 'arn:aws:iam::000000000000:user/producer' } },
};

export interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export const ROOT: Key = { accessKeyId: 'root-key', secretAccessKey: 'the-secret-of-root' };
export const keyOf = (name: string): Key => ({
  accessKeyId: `AKIA${name}`,
  secretAccessKey: `the-secret-of-${name}`,
});
export const tokenOf = (name: string) => `the-token-of-${name}`;

function accessFileOf(names: readonly Name[]): string {
  const principals = names.map((name) => ({
    name,
    accessKeys: [{ id: keyOf(name).accessKeyId, secret: keyOf(name).secretAccessKey }],
    tokens: [tokenOf(name)],
    policies: POLICIES[name].map((Statement) => ({ Statement })),
  }));
  return JSON.stringify({ principals });
}

/** That something is not there is told only to who may act on it: to be told so is to be let in. */
export type Answer = 'allowed' | 'denied' | 'not known';

export class GuardedGateway {
  /** The lines of its log. */
  readonly lines: Readonly<Record<string, unknown>>[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'shardwell-guarded-'));
  private readonly accessFile = join(this.folder, 'access.json');
  private readonly clients: { close(): void }[] = [];
  private app: GatewayApp | undefined;

  static async start(): Promise<GuardedGateway> {
    const guarded = new GuardedGateway();
    await guarded.open();
    return guarded;
  }

  get url(): string {
    return this.app?.url ?? '';
  }

  /** From now on only these may come in, and root. */
  admitOnly(names: readonly Name[]): void {
    writeFileSync(this.accessFile, accessFileOf(names));
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.close();
    await this.app?.close();
    rmSync(this.folder, { recursive: true });
  }

  /** What an operation of the Kinesis API is answered, whose requests this key signs; without one they are not signed. */
  async aws(credentials: Key | undefined, operation: string, input: object): Promise<Answer> {
    try {
      await this.call(credentials, operation, input);
      return 'allowed';
    } catch (error) {
      if (!(error instanceof KinesisCallError)) throw error;
      return answerOfCode(error.code);
    }
  }

  /** Any operation, also one that our own programs never call. */
  call(credentials: Key | undefined, operation: string, input: object): Promise<unknown> {
    const client = this.clientOf(credentials);
    return client.call(operation as 'CreateStream', input as { readonly StreamName: string });
  }

  async producer(options: { readonly token?: string }): Promise<ProducerClient> {
    const producer = await createProducerClient(this.app?.grpcTarget ?? '', options);
    this.clients.push(producer);
    return producer;
  }

  private clientOf(credentials: Key | undefined): KinesisClient {
    const options = { endpoint: this.url, deadlineMs: 0 };
    const client = createKinesisClient(credentials ? { ...options, credentials } : options);
    this.clients.push(client);
    return client;
  }

  private async open(): Promise<void> {
    this.admitOnly(NAMES);
    const write = (line: string): void => void this.lines.push(JSON.parse(line) as object as never);
    this.app = await GatewayApp.start({
      environment: {
        SHARDWELL_AUTH: 'strict',
        SHARDWELL_ACCESS_FILE: this.accessFile,
        SHARDWELL_ROOT_ACCESS_KEY_ID: ROOT.accessKeyId,
        SHARDWELL_ROOT_SECRET_ACCESS_KEY: ROOT.secretAccessKey,
      },
      logger: pino({ level: 'info' }, { write }),
    });
    for (const StreamName of ['orders', 'open', 'closed'])
      await this.call(ROOT, 'CreateStream', { StreamName, ShardCount: 1 });
    for (const [stream, Statement] of Object.entries(STREAM_POLICIES)) {
      const policy = { ResourceARN: arnOf(stream), Policy: JSON.stringify({ Statement }) };
      await this.call(ROOT, 'PutResourcePolicy', policy);
    }
  }
}

/** @throws Error at an answer that nobody expected. */
export function answerOfCode(code: unknown): Answer {
  switch (code) {
    case 'AccessDeniedException':
      return 'denied';
    case 'ResourceNotFoundException':
      return 'allowed';
    case 'UnrecognizedClientException':
    case 'MissingAuthenticationTokenException':
    case 'InvalidSignatureException':
      return 'not known';
    default:
      throw new Error(`an answer that nobody expected: ${String(code)}`);
  }
}

/** NOT_FOUND, PERMISSION_DENIED, UNAUTHENTICATED. Source: gRPC, statuscodes.md. */
const STATUS_CODES: Readonly<Record<number, Answer>> = { 5: 'allowed', 7: 'denied', 16: 'not known' };

/** What a call of gRPC was answered. */
export async function answerOfGrpc(made: Promise<unknown>): Promise<Answer> {
  try {
    await made;
    return 'allowed';
  } catch (error) {
    const answer = STATUS_CODES[(error as { readonly code: number }).code];
    if (answer === undefined) throw error;
    return answer;
  }
}
