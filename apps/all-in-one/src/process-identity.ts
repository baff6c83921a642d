// Which life of a process a pid means: pids are used again, a pid with its start time is not.
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** One life of one process, as it can be written to a file and recognised later. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own words. */
  readonly startedAt: string;
  /** Boot and process-id namespace (a container's own) in which `pid` has its meaning. */
  readonly world: string;
}

/** Whether that life goes on. `elsewhere`: its pid means nothing here, so nobody here can tell. */
export type Liveness = 'alive' | 'dead' | 'elsewhere';

/** Names the life of a process that runs now; undefined where none does under that pid. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === 'linux' ? startInProc(pid) : startByPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt, world: world() };
}

export function livenessOf(identity: ProcessIdentity): Liveness {
  const [boot, namespace] = identity.world.split(' ');
  const [bootHere, namespaceHere] = world().split(' ');
  if (boot !== bootHere) return 'dead';
  if (namespace !== namespaceHere) return 'elsewhere';
  return identityOf(identity.pid)?.startedAt === identity.startedAt ? 'alive' : 'dead';
}

/** Source: proc(5), /proc/pid/stat: the fields behind the name in brackets are state (3rd) … starttime (22nd). */
function startInProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const isGone = fields[0] === 'Z' || fields[0] === 'X'; // Ended; only its entry waits for the parent.
    return isGone ? undefined : fields[19];
  } catch {
    return undefined; // No entry: no process.
  }
}

function startByPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined; // ps ends with an error where there is no such process.
  }
}

function world(): string {
  if (process.platform !== 'linux') return 'this-boot this-namespace'; // The start time alone tells lives apart there.
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
}
