/** What is to be reached, as ratios inside one run. Source: docs/ARCHITECTURE.md, "Numbers to beat". */
export interface Goal {
  readonly what: string;
  readonly goal: number;
  /** Whether less is better. */
  readonly isCeiling?: true;
  readonly unit: '×' | '%' | 'B' | 'B of heap' | 'ms';
}

export const GOALS = {
  putRecords: { what: 'PutRecords 500 × 100 B against kinesalite, per CPU-second', goal: 20, unit: '×' },
  putRecord: { what: 'PutRecord against kinesalite, per CPU-second', goal: 2.5, unit: '×' },
  getRecordsLog: { what: 'GetRecords from Redis against kinesalite, per CPU-second', goal: 8, unit: '×' },
  getRecordsTail: {
    what: "GetRecords from the owner's tail against kinesalite, per CPU-second",
    goal: 12,
    unit: '×',
  },
  appendPacked: {
    what: 'append of the shard actor against raw packed XADD, per CPU-second',
    goal: 70,
    unit: '%',
  },
  appendEach: {
    what: 'append of the shard actor against one XADD per record, per CPU-second',
    goal: 8,
    unit: '×',
  },
  primitives: {
    what: 'PutRecords: the sum of its primitives, of the CPU of the server',
    goal: 50,
    unit: '%',
  },
  putRecordsCbor: { what: 'PutRecords in CBOR against JSON, per CPU-second', goal: 100, unit: '%' },
  traces: { what: 'PutRecord: what traces of 1 % cost, of its CPU', goal: 10, isCeiling: true, unit: '%' },
  disk: { what: 'PutRecords at `disk` against `interval`, per CPU-second', goal: 60, unit: '%' },
  pushLatency: { what: 'put to event at `disk`, median', goal: 5, isCeiling: true, unit: 'ms' },
  pushMedian: {
    what: 'put to event at `disk` against JetStream that syncs each write, median',
    goal: 0.8,
    isCeiling: true,
    unit: '×',
  },
  pushTail: {
    what: 'put to event at `disk` against JetStream that syncs each write, 99th percentile',
    goal: 1.5,
    isCeiling: true,
    unit: '×',
  },
  pushLazyMedian: {
    what: 'put to event at `interval` against JetStream that syncs every 2 minutes, median',
    goal: 0.8,
    isCeiling: true,
    unit: '×',
  },
  memory: { what: 'memory of Redis per byte of data', goal: 1.35, isCeiling: true, unit: 'B' },
  idleShard: { what: 'one of 10,000 idle shards', goal: 2048, isCeiling: true, unit: 'B of heap' },
} as const satisfies Record<string, Goal>;

/** A goal beside what was seen. */
export interface Verdict {
  readonly goal: Goal;
  readonly seen: number;
}

export const isReached = ({ goal, seen }: Verdict): boolean =>
  goal.isCeiling ? seen <= goal.goal : seen >= goal.goal;
