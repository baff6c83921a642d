import { request as httpRequest, type Agent, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { callHeaders, type CallHeaders } from './call-headers.js';
import { clientAgent, isDistrust, type ServerTrust } from './client-agent.js';
import type { KinesisOperation, KinesisOperations } from './kinesis-operations.js';
import type { SigningCredentials } from './sigv4/sign-request.js';

/**
 * A client of the Kinesis API over HTTP/1.1 and JSON 1.1: what Shardwell's own consumers and its command line speak, the
 * same door that an AWS SDK goes through.
 */
export interface KinesisClient {
  /**
   * One operation. Failures that may pass (throttles, 5xx, no connection) are tried again with a growing, jittered pause
   * until `deadlineMs`; a put whose answer was lost may then be stored twice, as with every Kinesis client.
   *
   * @throws KinesisCallError with the server's code and sentence, or `ConnectionFailure`.
   */
  call<Name extends KinesisOperation>(
    operation: Name,
    input: KinesisOperations[Name]['input'],
    options?: CallOptions,
  ): Promise<KinesisOperations[Name]['output']>;

  /** Ends idle connections. */
  close(): void;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface KinesisClientOptions {
  /** `http://host:port` or `https://host:port` */
  readonly endpoint: string;
  /** Whom to trust over https; without it the authorities that Node trusts. */
  readonly trust?: ServerTrust;
  /** What requests are signed with; without it they are not signed. */
  readonly credentials?: SigningCredentials;
  /** The region that requests are signed for. Default us-east-1. */
  readonly region?: string;
  /** How long an operation is tried again, in milliseconds; 0 for one try. Default 10,000. */
  readonly deadlineMs?: number;
  /** How long one try may take, in milliseconds. Default 30,000. */
  readonly tryTimeoutMs?: number;
  /** Told of each failure that is tried again, and how long the operation has taken by then, in milliseconds. */
  readonly onRetry?: (failure: KinesisCallError, sinceMs: number) => void;
}

/** The server's refusal, or the failure to reach it. */
export class KinesisCallError extends Error {
  override readonly name = 'KinesisCallError';
  /** Whether the same call may succeed later. */
  readonly isRetryable: boolean;

  constructor(
    readonly code: string,
    message: string,
    { isRetryable, ...options }: ErrorOptions & { readonly isRetryable: boolean },
  ) {
    super(message, options);
    this.isRetryable = isRetryable;
  }
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2000;
const THROTTLES = new Set(['ProvisionedThroughputExceededException', 'LimitExceededException']);

export function createKinesisClient(options: KinesisClientOptions): KinesisClient {
  const { endpoint, trust = {}, deadlineMs = 10_000, tryTimeoutMs = 30_000, onRetry } = options;
  const url = new URL(endpoint);
  const agent = clientAgent(url, trust);
  const headersOf = callHeaders({ ...options, url });

  return {
    async call(operation, input, { signal } = {}) {
      const body = Buffer.from(JSON.stringify(input));
      const begunAt = performance.now();
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await callOnce({ url, agent, headersOf, operation, body, tryTimeoutMs, signal });
        } catch (error) {
          const pauseMs =
            Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt) * (0.5 + Math.random() / 2);
          const sinceMs = performance.now() - begunAt;
          const isLast = sinceMs + pauseMs >= deadlineMs;
          if (!(error instanceof KinesisCallError) || !error.isRetryable || isLast) throw error;
          onRetry?.(error, sinceMs);
          await delay(pauseMs, undefined, signal ? { signal } : {});
        }
      }
    },
    close: () => agent.destroy(),
  };
}

interface Call {
  readonly url: URL;
  readonly agent: Agent;
  readonly headersOf: CallHeaders;
  readonly operation: string;
  readonly body: Buffer;
  readonly tryTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

async function callOnce<Output>(call: Call): Promise<Output> {
  const answer = await send(call);
  if (answer.status === 200) return (answer.body ? JSON.parse(answer.body) : {}) as Output;
  throw refusal(answer);
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

function send({ url, agent, headersOf, operation, body, tryTimeoutMs, signal }: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const failed = (cause: Error): void =>
      reject(
        signal?.aborted
          ? cause
          : new KinesisCallError('ConnectionFailure', `${url.origin}: ${cause.message}`, {
              isRetryable: !isDistrust(cause),
              cause,
            }),
      );
    const sent = httpRequest(
      url,
      {
        method: 'POST',
        agent,
        timeout: tryTimeoutMs,
        ...(signal ? { signal } : {}),
        headers: headersOf(operation, body),
      },
      (response) => readAnswer(response).then(resolve, failed),
    );
    sent.on('error', failed);
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${tryTimeoutMs} ms`)));
    sent.end(body);
  });
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') };
}

function refusal({ status, body }: Answer): KinesisCallError {
  const { __type: code = `HTTP ${status}`, message, Message } = parseRefusal(body);
  const isRetryable = status >= 500 || THROTTLES.has(code);
  return new KinesisCallError(code, message ?? Message ?? body, { isRetryable });
}

function parseRefusal(body: string): { __type?: string; message?: string; Message?: string } {
  try {
    return JSON.parse(body) as object;
  } catch {
    // Something between us and the server answered, not in JSON; its text is the message.
    return {};
  }
}
