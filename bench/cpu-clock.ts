import { readdirSync, readFileSync } from 'node:fs';

/**
 * CPU time that a process has used so far, in seconds, over all of its threads. The process's own schedstat shows the
 * main thread only, and a Node process works on several.
 *
 * Source: proc(5), /proc/[pid]/task/[tid]/schedstat: the first field is time on a CPU in nanoseconds.
 */
export function cpuSeconds(pid: number): number {
  const folder = `/proc/${pid}/task`;
  let nanoseconds = 0;
  for (const thread of readdirSync(folder)) nanoseconds += threadNanoseconds(`${folder}/${thread}/schedstat`);
  return nanoseconds / 1e9;
}

function threadNanoseconds(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8').split(' ', 1)[0]);
  } catch {
    // The thread ended between the listing and the look.
    return 0;
  }
}
