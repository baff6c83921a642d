// The packages in node_modules, compared with what package.json and the lock ask for.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SetupError } from './setup-error.mjs';

/** Why the packages must be installed, in a few words; undefined where they are all there. */
export function missingPackages(root) {
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'));
  if (!installed) return 'none are there';
  const lock = readJson(join(root, 'package-lock.json'));
  if (!lock || !isLocked(root, lock)) return 'package.json has changed';
  const outdated = Object.entries(lock.packages).find(([path, wanted]) =>
    isOutdated(wanted, installed.packages[path], path),
  );
  return outdated && `${outdated[0].replace(/^node_modules\//, '')} is not the one of the lock`;
}

/** Installs what the lock names. The lock itself is written only where package.json asks for something else. */
export function installPackages(root) {
  const keepLock = isLocked(root, readJson(join(root, 'package-lock.json'))) ? ['--no-save'] : [];
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', ...keepLock];
  const npm = process.env.npm_execpath ?? '';
  const [command, commandArgs] = basename(npm).startsWith('npm')
    ? [process.execPath, [npm, ...args]]
    : ['npm', args];
  const { status, error } = spawnSync(command, commandArgs, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0)
    throw new SetupError(`npm install failed${error ? `: ${error.message}` : ''}; its message is above`);
}

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies'];

function isLocked(root, lock) {
  const wanted = readJson(join(root, 'package.json'));
  const locked = lock?.packages[''];
  return KINDS.every((kind) => sorted(wanted[kind]) === sorted(locked?.[kind]));
}

function sorted(dependencies = {}) {
  return JSON.stringify(Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Optional packages of other platforms are in the lock, and are rightly absent here. */
function isOutdated(wanted, installed, path) {
  if (path === '') return false;
  return installed
    ? installed.version !== wanted.version
    : !wanted.optional && !wanted.devOptional && !wanted.peer;
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw new SetupError(`${file} cannot be read: ${error.message}`);
  }
}
