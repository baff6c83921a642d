import { readFileSync } from 'node:fs';
import { createKinesisClient, type KinesisClient } from '#lib/consumer';
import { environmentCredentials } from '#lib/wire';
import { CommandError } from './command-error.js';

/** What every command that calls the Kinesis API is told. */
export interface EndpointOptions {
  /** `http://host:port` or `https://host:port` */
  readonly endpoint: string;
}

/** Longer than this nobody waits in silence. */
const SILENCE_MS = 1000;

/**
 * A client of the endpoint that signs and trusts as AWS's own tools would (`AWS_ACCESS_KEY_ID` and so on, `AWS_CA_BUNDLE`)
 * and says on standard error when it has to wait.
 *
 * @throws CommandError where the bundle cannot be read, KinesisCallError PartialCredentials.
 */
export function endpointClient({ endpoint }: EndpointOptions): KinesisClient {
  const bundle = process.env['AWS_CA_BUNDLE'];
  let toldMs = 0;
  return createKinesisClient({
    endpoint,
    ...environmentCredentials(process.env),
    ...(bundle ? { trust: { authorities: readBundle(bundle) } } : {}),
    onRetry({ message }, sinceMs) {
      if (sinceMs < toldMs) toldMs = 0;
      if (sinceMs < SILENCE_MS || toldMs > 0) return;
      toldMs = sinceMs;
      process.stderr.write(`shardwell: waiting: ${message}\n`);
    },
  });
}

function readBundle(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CommandError(`AWS_CA_BUNDLE cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
