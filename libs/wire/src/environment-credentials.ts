import { KinesisCallError, type KinesisClientOptions } from './kinesis-client.js';

/** What the AWS tools read from the environment about who they are. */
export type EnvironmentCredentials = Pick<KinesisClientOptions, 'credentials' | 'region'>;

/**
 * Credentials and region of `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_REGION` and
 * `AWS_DEFAULT_REGION`, as options of a client. Empty variables are as good as none; profiles and files are not read.
 *
 * @throws KinesisCallError PartialCredentials where one half of a key is there.
 */
export function environmentCredentials(env: NodeJS.ProcessEnv): EnvironmentCredentials {
  const accessKeyId = env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
  const sessionToken = env['AWS_SESSION_TOKEN'];
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'];
  if (!accessKeyId !== !secretAccessKey)
    throw new KinesisCallError(
      'PartialCredentials',
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together, and one of them is missing.',
      { isRetryable: false },
    );
  return {
    ...(region ? { region } : {}),
    ...(accessKeyId && secretAccessKey
      ? { credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } }
      : {}),
  };
}
