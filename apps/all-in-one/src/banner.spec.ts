import { describe, expect, it } from '@jest/globals';
import { banner, type BannerOptions } from './banner.js';

const CONFIG: BannerOptions['config'] = {
  region: 'eu-central-1',
  durability: 'disk',
  host: '127.0.0.1',
  auth: 'off',
  openAccess: 'no',
};
const bannerWith = (config: Partial<BannerOptions['config']> = {}) =>
  banner({
    url: 'http://127.0.0.1:4567',
    config: { ...CONFIG, ...config },
    storage: 'your Redis',
    endpoints: { gRPC: '127.0.0.1:4568' },
  });

describe('banner', () => {
  const text = bannerWith();

  it.each([
    'AWS_ENDPOINT_URL_KINESIS=http://127.0.0.1:4567',
    'AWS_REGION=eu-central-1',
    'AWS_DEFAULT_REGION=eu-central-1',
    'AWS_ACCESS_KEY_ID=shardwell',
    'AWS_SECRET_ACCESS_KEY=shardwell',
    '--endpoint-url http://127.0.0.1:4567',
    'your Redis, durability disk',
    'off: whoever is on this machine may do everything',
  ])('says %s', (line) => {
    expect(text).toContain(line);
  });

  it('lists further doors', () => {
    expect(text).toMatch(/gRPC +127\.0\.0\.1:4568/);
  });

  it('says loudly that the doors are open to other machines', () => {
    expect(bannerWith({ host: '0.0.0.0', openAccess: 'yes' })).toContain(
      'OFF: WHOEVER REACHES 0.0.0.0 MAY DO EVERYTHING (SHARDWELL_OPEN_ACCESS=yes)',
    );
  });

  it('asks for credentials that somebody has, where signatures are checked', () => {
    const strict = bannerWith({ auth: 'strict', host: '0.0.0.0' });
    expect(strict).toContain('strict: signatures, tokens and policies are checked');
    expect(strict).not.toContain('AWS_SECRET_ACCESS_KEY=shardwell');
  });
});
