import type { Config } from '#lib/bootstrap';
import { environmentCredentials } from '#lib/consumer';
import type { LogAnalysisOptions } from './log-analysis.module.js';

const DEFAULT_ENDPOINT = 'http://127.0.0.1:4567';

/** How the app runs as a process of its own: a customer of the endpoint that its environment names. */
export function logAnalysisOptions(env: NodeJS.ProcessEnv, config: Config): LogAnalysisOptions {
  return {
    ...environmentCredentials(env),
    endpoint: () => ({ endpoint: env['AWS_ENDPOINT_URL_KINESIS'] ?? DEFAULT_ENDPOINT }),
    streams: config.logStreams,
    stateDirectory: config.dataDir,
  };
}
