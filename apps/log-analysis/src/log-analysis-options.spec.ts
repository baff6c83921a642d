import { describe, expect, it } from '@jest/globals';
import { parseConfig, StartError } from '#lib/bootstrap';
import { logAnalysisOptions } from './log-analysis-options.js';

describe('the log analysis as a process of its own', () => {
  it('is a customer of the endpoint and with the credentials of its environment', async () => {
    const env = {
      AWS_ENDPOINT_URL_KINESIS: 'https://kinesis.example.org',
      AWS_ACCESS_KEY_ID: 'AKIA',
      AWS_SECRET_ACCESS_KEY: 'a-secret',
    };
    const options = logAnalysisOptions(env, parseConfig({ SHARDWELL_LOG_STREAMS: 'a,b' }));
    expect(options).toMatchObject({
      credentials: { accessKeyId: 'AKIA', secretAccessKey: 'a-secret' },
      streams: ['a', 'b'],
    });
    expect(await options.endpoint()).toEqual({ endpoint: 'https://kinesis.example.org' });
  });

  it('does not start where it should ask who calls: it knows nobody', () => {
    const config = parseConfig({ SHARDWELL_AUTH: 'strict', SHARDWELL_ACCESS_FILE: '/etc/access.json' });
    expect(() => logAnalysisOptions({}, config)).toThrow(StartError);
  });
});
