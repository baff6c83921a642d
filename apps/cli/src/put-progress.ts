import { SingleBar } from 'cli-progress';

export interface PutProgress {
  /** So many more records are stored; so many bytes of the file have been read. */
  advance(records: number, bytesRead: number): void;
  /** Everything is stored: says how much that was. */
  finish(): void;
  /** Takes the bar away; where only a part is stored, says how much. */
  stop(): void;
}

/** A bar on standard error where that is a terminal; one line at the end everywhere. */
export function startProgress(input: {
  readonly stream: string;
  readonly totalBytes: number | undefined;
}): PutProgress {
  const startedAt = performance.now();
  const bar = new SingleBar({
    format: `{bar} {percentage} % | {records} records | {rate}/s`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  });
  const hasBar = process.stderr.isTTY === true && input.totalBytes !== undefined && input.totalBytes > 0;
  let stored = 0;
  let isFinished = false;
  const rate = (): string =>
    Math.round(stored / ((performance.now() - startedAt) / 1000)).toLocaleString('en-US');
  if (hasBar) bar.start(input.totalBytes ?? 0, 0, { records: 0, rate: 0 });
  return {
    advance(records, bytesRead) {
      stored += records;
      if (hasBar) bar.update(bytesRead, { records: stored.toLocaleString('en-US'), rate: rate() });
    },
    finish() {
      isFinished = true;
    },
    stop() {
      if (hasBar) bar.stop();
      if (stored > 0 || isFinished)
        process.stderr.write(
          `${stored.toLocaleString('en-US')} records put to ${input.stream}, ${rate()}/s\n`,
        );
    },
  };
}
