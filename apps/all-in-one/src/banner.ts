// What `npm start` says: where the doors are, what to set, and one line to try.
import type { Config } from '#lib/bootstrap';

export interface BannerOptions {
  readonly url: string;
  readonly config: Pick<Config, 'region' | 'durability' | 'host' | 'auth' | 'openAccess'>;
  /** Where records are stored, in words. */
  readonly storage: string;
  /** Further doors by name, e.g. `gRPC`. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/** The lines that a user reads after the start. No line has a secret. */
export function banner({ url, config, storage, endpoints }: BannerOptions): string {
  const doors = {
    'Kinesis API, REST': url,
    ...endpoints,
    storage: `${storage}, durability ${config.durability}`,
    access: accessOf(config),
  };
  const width = Math.max(...Object.keys(doors).map((name) => name.length));
  return `Shardwell is ready.

${Object.entries(doors)
  .map(([name, where]) => `  ${name.padEnd(width)}  ${where}`)
  .join('\n')}

Point any AWS SDK or the AWS CLI here:

  export AWS_ENDPOINT_URL_KINESIS=${url}
  export AWS_REGION=${config.region} AWS_DEFAULT_REGION=${config.region}
  ${credentialsOf(config)}

Try:

  aws kinesis create-stream --endpoint-url ${url} --stream-name first --shard-count 1

Ctrl-C stops it.
`;
}

function accessOf({ auth, openAccess, host }: BannerOptions['config']): string {
  if (auth === 'strict') return 'strict: signatures, tokens and policies are checked';
  if (openAccess === 'no') return 'off: whoever is on this machine may do everything';
  return `OFF: WHOEVER REACHES ${host} MAY DO EVERYTHING (SHARDWELL_OPEN_ACCESS=yes)`;
}

/** Clients sign in any case; where nobody looks at signatures, any credentials do. */
function credentialsOf({ auth }: BannerOptions['config']): string {
  if (auth === 'off') return 'export AWS_ACCESS_KEY_ID=shardwell AWS_SECRET_ACCESS_KEY=shardwell';
  return 'export AWS_ACCESS_KEY_ID=your-key-id AWS_SECRET_ACCESS_KEY=your-secret   # of docs/access.md';
}
