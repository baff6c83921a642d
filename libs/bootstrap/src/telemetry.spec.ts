import { beforeEach, describe, expect, it } from '@jest/globals';
import { processMetrics } from './process-metrics.js';
import { Telemetry } from './telemetry.js';

let telemetry: Telemetry;

beforeEach(() => {
  telemetry = new Telemetry();
});

/** Lines of the last scrape that begin so. */
async function linesOf(beginning: string): Promise<readonly string[]> {
  return (await telemetry.scrape()).split('\n').filter((line) => line.startsWith(beginning));
}

describe('the metrics of a process', () => {
  it('are written as Prometheus reads them', async () => {
    telemetry.register({
      name: 'a test',
      instrument(meter) {
        const options = { unit: 'By', description: 'What came in.' };
        meter
          .createObservableCounter('GetRecords.Bytes', options)
          .addCallback((result) => result.observe(7, { StreamName: 'a "b"' }));
        meter
          .createHistogram('GetRecords.Latency', { advice: { explicitBucketBoundaries: [1, 5] } })
          .record(3, { StreamName: 'c' });
      },
    });

    expect(await linesOf('GetRecords_Bytes_total')).toEqual([
      'GetRecords_Bytes_total{StreamName="a \\"b\\""} 7',
    ]);
    expect(await linesOf('# HELP GetRecords_Bytes_total')).toEqual([
      '# HELP GetRecords_Bytes_total What came in.',
    ]);
    expect(await linesOf('GetRecords_Latency')).toEqual([
      'GetRecords_Latency_count{StreamName="c"} 1',
      'GetRecords_Latency_sum{StreamName="c"} 3',
      'GetRecords_Latency_bucket{StreamName="c",le="1"} 0',
      'GetRecords_Latency_bucket{StreamName="c",le="5"} 1',
      'GetRecords_Latency_bucket{StreamName="c",le="+Inf"} 1',
    ]);
  });

  it('leave out what is gone, and have it again when it is back', async () => {
    const counts = new Map([
      ['a', 1],
      ['b', 2],
    ]);
    telemetry.register({
      name: 'a test',
      instrument: (meter) =>
        meter.createObservableCounter('seen').addCallback((result) => {
          for (const [name, count] of counts) result.observe(count, { name });
        }),
      isLive: ({ name }) => counts.has(String(name)),
    });
    expect(await linesOf('seen')).toEqual(['seen_total{name="a"} 1', 'seen_total{name="b"} 2']);

    counts.delete('b');
    expect(await linesOf('seen')).toEqual(['seen_total{name="a"} 1']);

    counts.set('b', 1);
    expect(await linesOf('seen')).toEqual(['seen_total{name="a"} 1', 'seen_total{name="b"} 1']);
  });

  it('begin anew where too much is gone, and counters go on', async () => {
    let instruments = 0;
    let live = 'thing-0';
    const names = Array.from({ length: 1500 }, (_, i) => `thing-${i}`);
    telemetry.register({
      name: 'a test',
      instrument(meter) {
        instruments += 1;
        meter.createObservableCounter('seen').addCallback((result) => {
          for (const name of names) result.observe(7, { name });
        });
      },
      isLive: ({ name }) => name === live,
    });
    await telemetry.scrape();
    expect(instruments).toBe(2);
    names.length = 1;
    expect(await linesOf('seen')).toEqual(['seen_total{name="thing-0"} 7']);
    live = 'thing-1';
    expect(await linesOf('seen')).toEqual([]);
    expect(instruments).toBe(2);
  });

  it('have what is added up elsewhere among them', async () => {
    const points = [{ attributes: { ShardId: '1' }, value: 2.5 }];
    const about = { unit: '', description: '', points };
    const distribution = { boundaries: [1, 5], counts: [2, 0, 1], count: 3, sum: 9 };
    telemetry.addSource(() => [
      { ...about, name: 'a.Sum', kind: 'sum' },
      { ...about, name: 'a.SampleCount', kind: 'counter' },
      { ...about, name: 'a.Maximum', kind: 'gauge' },
      { ...about, name: 'a.Time', kind: 'histogram', points: [{ attributes: {}, value: distribution }] },
    ]);

    expect(await linesOf('a_')).toEqual([
      'a_Sum{ShardId="1"} 2.5',
      'a_SampleCount_total{ShardId="1"} 2.5',
      'a_Maximum{ShardId="1"} 2.5',
      'a_Time_count 3',
      'a_Time_sum 9',
      'a_Time_bucket{le="1"} 2',
      'a_Time_bucket{le="5"} 2',
      'a_Time_bucket{le="+Inf"} 3',
    ]);
    expect(await linesOf('# TYPE a_')).toEqual([
      '# TYPE a_Sum gauge',
      '# TYPE a_SampleCount_total counter',
      '# TYPE a_Maximum gauge',
      '# TYPE a_Time histogram',
    ]);
  });

  it('say how the process is', async () => {
    telemetry.register(processMetrics());
    const names = (await linesOf('# TYPE')).map((line) => line.split(' ')[2]);
    expect(names).toEqual([
      'target_info',
      'nodejs_eventloop_delay_p50',
      'nodejs_eventloop_delay_p99',
      'nodejs_eventloop_delay_max',
      'nodejs_eventloop_utilization',
      'process_cpu_time_total',
      'process_memory_usage',
    ]);
    expect(await linesOf('process_cpu_time_total{cpu_mode="user"}')).toHaveLength(1);
    for (const line of await linesOf('nodejs_')) expect(Number(line.split(' ')[1])).toBeGreaterThanOrEqual(0);
  });

  it('belong to one instrumentation of a name', () => {
    const instrumentation = { name: 'a test', instrument: () => undefined };
    telemetry.register(instrumentation);
    expect(() => telemetry.register(instrumentation)).toThrow('an instrumentation named a test already');
  });
});
