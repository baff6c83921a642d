import { describe, expect, it } from '@jest/globals';
import { banner } from './banner.js';

describe('banner', () => {
  const text = banner({
    url: 'http://127.0.0.1:4567',
    config: { region: 'eu-central-1', durability: 'disk' },
    storage: 'your Redis',
    endpoints: { gRPC: '127.0.0.1:4568' },
  });

  it.each([
    'AWS_ENDPOINT_URL_KINESIS=http://127.0.0.1:4567',
    'AWS_REGION=eu-central-1',
    'AWS_DEFAULT_REGION=eu-central-1',
    'AWS_ACCESS_KEY_ID=shardwell',
    'AWS_SECRET_ACCESS_KEY=shardwell',
    '--endpoint-url http://127.0.0.1:4567',
    'your Redis, durability disk',
  ])('says %s', (line) => {
    expect(text).toContain(line);
  });

  it('lists further doors', () => {
    expect(text).toMatch(/gRPC +127\.0\.0\.1:4568/);
  });
});
