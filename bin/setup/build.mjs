// The build: apps, libs and bench, compiled by swc into dist. A fingerprint of the sources lies beside what was built from them,
// so a source that was changed, added, removed or put back to an older state is noticed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './setup-error.mjs';

const INPUTS = ['apps', 'libs', 'bench'];
const LEFT_OUT = ['.spec.ts', '.contract.ts'];

/** Whether dist was made from the sources as they are now. */
export function isBuilt(root) {
  const file = fingerprintFile(join(root, 'dist'));
  return existsSync(file) && readFileSync(file, 'utf8') === fingerprint(root);
}

/** Compiles aside and then swaps, so that dist is never half of a build. */
export function build(root) {
  const aside = `dist.${process.pid}`;
  const swc = join(root, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
  const ignored = LEFT_OUT.flatMap((ending) => ['--ignore', `**/*${ending}`]);
  const before = fingerprint(root);
  try {
    const args = [swc, ...INPUTS, '--out-dir', aside, '--quiet', ...ignored];
    const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] });
    if (status !== 0) throw new SetupError('the build failed; the message of swc is above');
    writeFileSync(fingerprintFile(join(root, aside)), before);
    swap(join(root, aside), join(root, 'dist'));
  } finally {
    rmSync(join(root, aside), { recursive: true, force: true });
  }
}

/** Changes with every change of a source, of what swc is told, and of swc itself. */
export function fingerprint(root) {
  const hash = createHash('sha256');
  for (const file of ['.swcrc', join('node_modules', '@swc', 'core', 'package.json')]) {
    if (existsSync(join(root, file))) hash.update(readFileSync(join(root, file)));
  }
  for (const file of INPUTS.flatMap((input) => sources(root, input)).sort()) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function sources(root, input) {
  if (!existsSync(join(root, input))) return [];
  return readdirSync(join(root, input), { recursive: true })
    .map((file) => join(input, file))
    .filter((file) => file.endsWith('.ts') && !LEFT_OUT.some((ending) => file.endsWith(ending)));
}

function fingerprintFile(dist) {
  return join(dist, '.fingerprint');
}

function swap(made, dist) {
  const old = `${made}.old`;
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(made, dist);
  rmSync(old, { recursive: true, force: true });
}
