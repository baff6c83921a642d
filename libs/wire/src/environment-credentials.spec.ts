import { describe, expect, it } from '@jest/globals';
import { environmentCredentials } from './environment-credentials.js';

const KEY = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret' };
const CREDENTIALS = { accessKeyId: 'AKID', secretAccessKey: 'secret' };

describe('credentials of the environment', () => {
  it.each([
    ['nothing', {}, {}],
    ['empty variables', { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_REGION: '' }, {}],
    ['a key', KEY, { credentials: CREDENTIALS }],
    [
      'a temporary key',
      { ...KEY, AWS_SESSION_TOKEN: 'token' },
      { credentials: { ...CREDENTIALS, sessionToken: 'token' } },
    ],
    ['a region', { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-west-2' }, { region: 'eu-west-1' }],
    [
      'a default region',
      { ...KEY, AWS_DEFAULT_REGION: 'us-west-2' },
      { credentials: CREDENTIALS, region: 'us-west-2' },
    ],
  ])('are those that it names: %s', (_, env, options) => {
    expect(environmentCredentials(env)).toEqual(options);
  });

  it.each(Object.entries(KEY))('are refused where only %s is there', (name, value) => {
    expect(() => environmentCredentials({ [name]: value })).toThrow('belong together');
  });
});
