// A Redis server for machines without one. On Debian and Ubuntu redis-tools carries the program and no service, so
// nothing starts on port 6379; elsewhere the user is told what to type.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { SetupError } from './setup-error.mjs';

const INSTALL = ['install', '-y', '--no-install-recommends', 'redis-tools'];

/** Installs Redis where that can be done. Throws: SetupError with what to type where it cannot. */
export function installRedis({ isThere, say, system = thisSystem(), run = runAptGet }) {
  if (!isDebian(system) || !system.isRoot) throw new SetupError(whatToType(system));
  say('installing redis-tools (the Redis server, without its service)');
  // The package lists of a fresh container are empty: then they are fetched first.
  const problem = run(INSTALL) && (run(['update']) || run(INSTALL));
  if (problem || !isThere())
    throw new SetupError(`${whatToType(system)}${problem ? `\napt-get says: ${problem}` : ''}`);
}

/** How to get Redis on a system, as a sentence. */
export function whatToType(system) {
  const [, command] = SYSTEMS.find(([matches]) => matches(system)) ?? [];
  const way = command ? `type: ${command}` : 'see https://redis.io/downloads or https://valkey.io/download';
  return `there is no Redis 7 or newer, nor Valkey. To install one, ${way}; or set SHARDWELL_REDIS_URL to one that runs.`;
}

const SYSTEMS = [
  [isDebian, `sudo apt-get ${INSTALL.join(' ')}`],
  [({ platform }) => platform === 'darwin', 'brew install redis'],
  [({ ids }) => ids.includes('fedora') || ids.includes('rhel'), 'sudo dnf install valkey'],
  [({ ids }) => ids.includes('alpine'), 'apk add redis'],
  [({ ids }) => ids.includes('arch'), 'sudo pacman -S valkey'],
  [({ ids }) => ids.includes('suse') || ids.includes('opensuse'), 'sudo zypper install redis'],
];

function isDebian({ ids }) {
  return ids.includes('debian') || ids.includes('ubuntu');
}

/** `ids` are the system's own name and the names of those it is like. Source: os-release(5). */
function thisSystem() {
  const isRoot = process.getuid?.() === 0;
  return { platform: process.platform, ids: idsOf(osRelease()), isRoot };
}

/** The names in a text of os-release(5). */
export function idsOf(release) {
  const values = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].map(([, value = '']) => value);
  return values.flatMap((value) => value.split(' '));
}

function osRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return ''; // Not Linux, or a very bare one.
  }
}

/** Undefined where it went well, else what apt-get had to say. */
function runAptGet(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args];
  const { status, error, stderr } = spawnSync('apt-get', options, { env, encoding: 'utf8' });
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
}
