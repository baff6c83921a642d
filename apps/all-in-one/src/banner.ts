// What `npm start` says: where the doors are, what to set, and one line to try.
import type { Config } from '#lib/bootstrap';

export interface BannerOptions {
  readonly url: string;
  readonly config: Pick<Config, 'region' | 'durability'>;
  /** Where records are stored, in words. */
  readonly storage: string;
  /** Further doors by name, e.g. `gRPC`. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/** The lines that a user reads after the start. Any credentials do: signatures are not checked yet. */
export function banner({ url, config, storage, endpoints }: BannerOptions): string {
  const doors = {
    'Kinesis API, REST': url,
    ...endpoints,
    storage: `${storage}, durability ${config.durability}`,
  };
  const width = Math.max(...Object.keys(doors).map((name) => name.length));
  return `Shardwell is ready.

${Object.entries(doors)
  .map(([name, where]) => `  ${name.padEnd(width)}  ${where}`)
  .join('\n')}

Point any AWS SDK or the AWS CLI here:

  export AWS_ENDPOINT_URL_KINESIS=${url}
  export AWS_REGION=${config.region} AWS_DEFAULT_REGION=${config.region}
  export AWS_ACCESS_KEY_ID=shardwell AWS_SECRET_ACCESS_KEY=shardwell

Try:

  aws kinesis create-stream --endpoint-url ${url} --stream-name first --shard-count 1

Ctrl-C stops it.
`;
}
