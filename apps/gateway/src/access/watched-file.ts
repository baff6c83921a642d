// A file whose changes are noticed.
//
// Invariants
// - It is read again and again, not watched: a rename over it, a link that leads elsewhere now, and a file system that tells of
//   nothing are changes like any other.
// - One reading at a time. The same text, and the same reason for having none, are told once.
import { readFile } from 'node:fs/promises';
import type { Timers } from '#lib/actor';

export interface WatchedFileOptions {
  readonly path: string;
  readonly timers: Timers;
  /** What was read of it before. */
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onUnreadable: (error: Error) => void;
}

export const READ_EVERY_MS = 1000;

/** @returns what ends it. */
export function watchFile({ path, timers, text, onText, onUnreadable }: WatchedFileOptions): () => void {
  let known = text;
  let isStopped = false;
  let cancel = timers.after(READ_EVERY_MS, () => void look());

  async function look(): Promise<void> {
    const read = await readFile(path, 'utf8').then(
      (text) => ({ told: text, tell: () => onText(text) }),
      (error: Error) => ({ told: error.message, tell: () => onUnreadable(error) }),
    );
    if (isStopped) return;
    if (read.told !== known) {
      known = read.told;
      read.tell();
    }
    cancel = timers.after(READ_EVERY_MS, () => void look());
  }

  return () => {
    isStopped = true;
    cancel();
  };
}
