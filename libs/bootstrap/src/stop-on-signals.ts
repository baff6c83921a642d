// The way down: the first signal stops in order, a second one at once.
//
// A Ctrl-C under npm arrives twice within milliseconds, from the terminal and from npm. That is one wish, not two.
import { constants } from 'node:os';

export interface StopOptions {
  /** Where signals come from: `process`, but for tests. */
  readonly signals: Pick<NodeJS.EventEmitter, 'on'>;
  readonly stop: () => Promise<void>;
  readonly exit: (code: number) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Told why stopping failed. */
  readonly report: (error: unknown) => void;
}

/** Signals closer together than this are one. */
const ONE_WISH_MS = 500;
/** Whatever hangs, the process is gone before the 10 seconds that orchestrators grant. */
const DEADLINE_MS = 9500;

/** Stops in order on SIGTERM, SIGINT and SIGHUP: exit code 0, or 1 where it failed or took too long. */
export function stopOnSignals({ signals, stop, exit, now, report }: StopOptions): void {
  let stoppingSince: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stoppingSince === undefined) {
      stoppingSince = now();
      void stopInTime({ stop, report }).then(exit);
    } else if (now() - stoppingSince >= ONE_WISH_MS) {
      exit(128 + constants.signals[signal]);
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) signals.on(signal, onSignal);
}

async function stopInTime({ stop, report }: Pick<StopOptions, 'stop' | 'report'>): Promise<number> {
  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    deadline.reject(new Error(`Stopping took longer than ${DEADLINE_MS} ms`));
  }, DEADLINE_MS);
  try {
    await Promise.race([stop(), deadline.promise]);
    return 0;
  } catch (error) {
    report(error);
    return 1;
  } finally {
    clearTimeout(timer);
  }
}
