import type { Scenario } from './scenario.js';
import { append } from './scenarios/append.js';
import { fanOut } from './scenarios/fan-out.js';
import { getRecords } from './scenarios/get-records.js';
import { memory } from './scenarios/memory.js';
import { push } from './scenarios/push.js';
import { putRecord } from './scenarios/put-record.js';
import { putRecords } from './scenarios/put-records.js';
import { traces } from './scenarios/traces.js';

/** Everything that is measured, in the order in which the report has it. */
export const SCENARIOS: readonly Scenario[] = [
  putRecords,
  putRecord,
  traces,
  getRecords,
  push,
  fanOut,
  append,
  memory,
];
