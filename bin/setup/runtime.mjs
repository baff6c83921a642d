// Two Nodes: whatever the system has runs the set-up; Node 24 runs everything else, from the packages where it can.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './setup-error.mjs';

const OLDEST_FOR_SETUP = [20, 19];
const RUNTIME_MAJOR = 24;

/** Where the packages put Node 24 on platforms for which they carry it. */
export function projectNode(root) {
  return join(root, 'node_modules', '.bin', 'node');
}

/** Whether a Node of this version can run the server itself. */
export function isRuntime(version) {
  return Number(version.split('.')[0]) >= RUNTIME_MAJOR;
}

/** Throws: SetupError where Node is too old even for the set-up. */
export function checkSetupNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_FOR_SETUP;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new SetupError(
    `Node ${OLDEST_FOR_SETUP.join('.')} or newer is needed, this is ${version}: https://nodejs.org`,
  );
}

/** Throws: SetupError where there is no Node 24, neither in the packages nor as this Node. */
export function checkRuntime({ root, version }) {
  if (isRuntime(version) || existsSync(projectNode(root))) return;
  throw new SetupError(
    `Node ${RUNTIME_MAJOR} is needed, this is ${version}, and for ${process.platform} on ${process.arch} ` +
      `the packages bring none. Install it from https://nodejs.org.`,
  );
}
