import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Meter } from '@opentelemetry/api';
import type { Instrumentation } from './telemetry.js';

/** How the process itself is, under the names of OpenTelemetry's semantic conventions for Node.js and processes. */
export function processMetrics(): Instrumentation {
  const intervals = monitorEventLoopDelay({ resolution: INTERVAL_MS });
  intervals.enable();
  return {
    name: 'process',
    instrument(meter) {
      observeDelay(meter, intervals);
      observeUtilization(meter);
      observeResources(meter);
    },
  };
}

/** How often the event loop is looked at. */
const INTERVAL_MS = 20;
const SECOND_NS = 1e9;
const INTERVAL_NS = INTERVAL_MS * 1e6;
const SECOND_US = 1e6;

const DELAYS = [
  { name: 'nodejs.eventloop.delay.p50', percentile: 50 },
  { name: 'nodejs.eventloop.delay.p99', percentile: 99 },
  { name: 'nodejs.eventloop.delay.max', percentile: 100 },
];

function observeDelay(meter: Meter, intervals: ReturnType<typeof monitorEventLoopDelay>): void {
  const options = { unit: 's', description: 'By how much the event loop was late, since the last scrape.' };
  const gauges = DELAYS.map(({ name, percentile }) => ({
    percentile,
    gauge: meter.createObservableGauge(name, options),
  }));
  meter.addBatchObservableCallback(
    (result) => {
      for (const { gauge, percentile } of gauges) {
        // What Node counts is the time from one look to the next.
        const lateNs = Math.max(0, intervals.percentile(percentile) - INTERVAL_NS);
        result.observe(gauge, lateNs / SECOND_NS);
      }
      intervals.reset();
    },
    gauges.map(({ gauge }) => gauge),
  );
}

function observeUtilization(meter: Meter): void {
  let before = performance.eventLoopUtilization();
  const options = {
    unit: '1',
    description: 'Share of the time since the last scrape that the event loop was busy.',
  };
  meter.createObservableGauge('nodejs.eventloop.utilization', options).addCallback((result) => {
    const now = performance.eventLoopUtilization();
    result.observe(performance.eventLoopUtilization(now, before).utilization);
    before = now;
  });
}

function observeResources(meter: Meter): void {
  const cpu = { unit: 's', description: 'CPU time that the process has used.' };
  meter.createObservableCounter('process.cpu.time', cpu).addCallback((result) => {
    const { user, system } = process.cpuUsage();
    result.observe(user / SECOND_US, { 'cpu.mode': 'user' });
    result.observe(system / SECOND_US, { 'cpu.mode': 'system' });
  });
  const memory = { unit: 'By', description: 'Physical memory in use.' };
  meter
    .createObservableUpDownCounter('process.memory.usage', memory)
    .addCallback((result) => result.observe(process.memoryUsage.rss()));
}
