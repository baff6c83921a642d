import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decideMonitoring,
  disabledMonitoring,
  enabledMonitoring,
  type NamedMetric,
} from './enhanced-monitoring.js';
import { SHARD_LEVEL_METRICS } from './stream-settings.js';
import { CONTEXT, streamWith, updated } from './testing/streams.js';

const STREAM = streamWith({ shardCount: 1 });
const VERBS = { enable: enabledMonitoring, disable: disabledMonitoring };

const anyChange = fc.record({
  verb: fc.constantFrom('enable' as const, 'disable' as const),
  named: fc.array(fc.constantFrom<NamedMetric>(...SHARD_LEVEL_METRICS, 'ALL'), {
    minLength: 1,
    maxLength: 7,
  }),
});

describe('the shard-level metrics of a stream', () => {
  it('are those that were enabled and not disabled since, each once and in AWS’s order', () => {
    fc.assert(
      fc.property(fc.array(anyChange), (changes) => {
        let stream = STREAM;
        const model = new Set<string>();
        for (const { verb, named } of changes) {
          const change = VERBS[verb](stream, named);
          expect(change.current).toEqual(stream.shardLevelMetrics);
          stream = updated(stream, decideMonitoring(stream, change, CONTEXT));
          const meant = named.includes('ALL') ? SHARD_LEVEL_METRICS : named;
          for (const metric of meant) model[verb === 'enable' ? 'add' : 'delete'](metric);
          expect(stream.shardLevelMetrics).toEqual(change.desired);
          expect(change.desired).toEqual(SHARD_LEVEL_METRICS.filter((metric) => model.has(metric)));
        }
      }),
    );
  });

  it('stay without UPDATING where nothing changes', () => {
    const change = disabledMonitoring(STREAM, ['ALL']);
    expect(decideMonitoring(STREAM, change, CONTEXT)).toEqual([]);
  });
});
