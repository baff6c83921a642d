import { limitExceeded } from './errors.js';

/** What a stream may do only so often in 24 hours. */
export type RationedChange = 'mode' | 'encryption-start' | 'encryption-stop' | 'shard-count';

export interface RationedChangeMade {
  readonly change: RationedChange;
  readonly atMs: number;
}

interface Ration {
  /** In any 24 hours. */
  readonly most: number;
  readonly changes: string;
}

/** Source: Kinesis quotas; StartStreamEncryption and StopStreamEncryption in the API reference. */
const RATIONS: Readonly<Record<RationedChange, Ration>> = {
  mode: { most: 2, changes: 'changes of its mode' },
  'encryption-start': { most: 25, changes: 'starts of encryption' },
  'encryption-stop': { most: 25, changes: 'stops of encryption' },
  'shard-count': { most: 10, changes: 'changes of its shard count' },
};

const DAY_MS = 86_400_000;

/** The changes of the last 24 hours, with this one. */
export function withChange(
  made: readonly RationedChangeMade[],
  next: RationedChangeMade,
): readonly RationedChangeMade[] {
  return [...made.filter(({ atMs }) => isCounted(atMs, next.atMs)), next];
}

/** Whose changes are counted: a stream. */
export interface Rationed {
  readonly name: string;
  readonly rationedChanges: readonly RationedChangeMade[];
}

export interface WantedChange {
  readonly change: RationedChange;
  readonly nowMs: number;
  readonly scope: { readonly accountId: string };
}

/** @throws KinesisError LimitExceededException where the stream has had that too often in the last 24 hours. */
export function checkRation({ name, rationedChanges }: Rationed, wanted: WantedChange): void {
  const { change, nowMs, scope } = wanted;
  const { most, changes } = RATIONS[change];
  const made = rationedChanges.filter((each) => each.change === change && isCounted(each.atMs, nowMs));
  const [oldest] = made.slice(-most);
  if (!oldest || made.length < most) return;
  const possibleAt = new Date(oldest.atMs + DAY_MS).toISOString();
  throw limitExceeded(
    `Stream ${name} under account ${scope.accountId} has had ${made.length} ${changes} in the last 24 hours. ` +
      `Limit: ${most}. The next one is possible at ${possibleAt}.`,
  );
}

function isCounted(atMs: number, nowMs: number): boolean {
  return atMs > nowMs - DAY_MS;
}
