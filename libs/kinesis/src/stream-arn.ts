import type { Brand } from './brand.js';
import type { StreamName } from './stream.js';

/** `arn:aws:kinesis:REGION:ACCOUNT:stream/NAME`. Source: the API reference, StreamARN. */
export type StreamArn = Brand<string, 'StreamArn'>;

/** The account and region that an installation speaks for. */
export interface AccountScope {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
}

export function streamArnOf(scope: AccountScope, name: StreamName): StreamArn {
  return `arn:aws:kinesis:${scope.region}:${scope.accountId}:stream/${name}` as StreamArn;
}

/** The parts of a stream's ARN; undefined where the text is none. */
export function parseStreamArn(arn: string): (AccountScope & { readonly name: StreamName }) | undefined {
  const match = /^arn:aws[^:]*:kinesis:([^:]*):(\d{12}):stream\/([^\s/]+)$/.exec(arn);
  if (!match) return undefined;
  return { region: match[1] as string, accountId: match[2] as string, name: match[3] as StreamName };
}
