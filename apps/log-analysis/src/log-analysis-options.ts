import { StartError, type Config } from '#lib/bootstrap';
import { environmentCredentials } from '#lib/consumer';
import type { LogAnalysisOptions } from './log-analysis.module.js';

const DEFAULT_ENDPOINT = 'http://127.0.0.1:4567';

/**
 * How the app runs as a process of its own: a customer of the endpoint that its environment names.
 *
 * @throws StartError where its own pages should ask who calls.
 */
export function logAnalysisOptions(env: NodeJS.ProcessEnv, config: Config): LogAnalysisOptions {
  if (config.auth === 'strict') {
    throw new StartError(
      'The log analysis knows no principals of its own: run it inside of all-in-one, which asks who calls, ' +
        'or without SHARDWELL_AUTH=strict and where only this machine reaches it.',
    );
  }
  return {
    ...environmentCredentials(env),
    endpoint: () => ({ endpoint: env['AWS_ENDPOINT_URL_KINESIS'] ?? DEFAULT_ENDPOINT }),
    streams: config.logStreams,
    stateDirectory: config.dataDir,
  };
}
