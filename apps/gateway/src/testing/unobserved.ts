import { ReportedMetrics } from '../metric-data/reported-metrics.js';
import { ObservedCalls } from '../observed-calls.js';

/** What doors tell of their calls, where nobody listens: for a test's module. */
export const UNOBSERVED = [
  { provide: ObservedCalls, useValue: new ObservedCalls(undefined) },
  { provide: ReportedMetrics, useValue: new ReportedMetrics(() => 0) },
];
