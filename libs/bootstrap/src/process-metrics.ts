import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Meter } from '@opentelemetry/api';
import type { Instrumentation } from './telemetry.js';

/** How the process itself is, under the names of OpenTelemetry's semantic conventions for Node.js and processes. */
export function processMetrics(): Instrumentation {
  const delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  return {
    name: 'process',
    instrument(meter) {
      delay.enable();
      observeEventLoop(meter, delay);
      observeResources(meter);
    },
  };
}

/** How often the event loop is looked at. */
const DELAY_RESOLUTION_MS = 20;
const SECOND_NS = 1e9;
const SECOND_US = 1e6;

const DELAYS = [
  { name: 'nodejs.eventloop.delay.p50', percentile: 50 },
  { name: 'nodejs.eventloop.delay.p99', percentile: 99 },
  { name: 'nodejs.eventloop.delay.max', percentile: 100 },
];

function observeEventLoop(meter: Meter, delay: ReturnType<typeof monitorEventLoopDelay>): void {
  for (const { name, percentile } of DELAYS) {
    const options = { unit: 's', description: 'By how much the event loop was late, since the start.' };
    meter
      .createObservableGauge(name, options)
      .addCallback((result) => result.observe(delay.percentile(percentile) / SECOND_NS));
  }
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
