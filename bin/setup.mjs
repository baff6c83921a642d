// Makes a clone ready for what comes next: packages, build, Redis. Does what is missing and nothing that is there, and
// then says nothing. It has no dependencies and runs on the system's Node; what it prepares runs on Node 24.
//
//   node bin/setup.mjs start|test|crash         packages, build and Redis
//   node bin/setup.mjs bench                    the same and, where it can be had, NATS
//   node bin/setup.mjs build|cli                packages and build
//   node bin/setup.mjs tools                    packages
import { join } from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { build, isBuilt } from './setup/build.mjs';
import { unpackNats } from './setup/nats.mjs';
import { installPackages, missingPackages } from './setup/packages.mjs';
import { installRedis } from './setup/redis.mjs';
import { checkRuntime, checkSetupNode } from './setup/runtime.mjs';
import { SetupError } from './setup/setup-error.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PURPOSES = {
  tools: [preparePackages],
  build: [preparePackages, prepareBuild],
  cli: [preparePackages, prepareBuild],
  start: [preparePackages, prepareBuild, prepareRedis],
  test: [preparePackages, prepareBuild, prepareRedis],
  bench: [preparePackages, prepareBuild, prepareRedis, prepareNats],
  crash: [preparePackages, prepareBuild, prepareRedis],
};

/** Prepares the clone for a purpose. Throws: SetupError with what the user can do. */
export async function setup(purpose) {
  const steps = PURPOSES[purpose];
  if (!steps) throw new SetupError(`usage: node bin/setup.mjs ${Object.keys(PURPOSES).join('|')}`);
  checkSetupNode(process.versions.node);
  for (const step of steps) await step(purpose);
}

function preparePackages() {
  const missing = missingPackages(ROOT);
  if (missing) {
    say(`installing packages (${missing}); the first time takes about a minute`);
    installPackages(ROOT);
  }
  checkRuntime({ root: ROOT, version: process.versions.node });
}

function prepareBuild() {
  if (isBuilt(ROOT)) return;
  say('building');
  build(ROOT);
}

async function prepareRedis(purpose) {
  // The tests start Redis servers of their own, whatever Redis the server itself uses.
  if (process.env.SHARDWELL_REDIS_URL && purpose === 'start') return;
  // The server's own search, from the build of just now: there is one list of names.
  const search = new URL('../dist/apps/all-in-one/src/redis-binary.js', import.meta.url);
  const { findRedisBinary } = await import(search.href);
  const isThere = () => findRedisBinary(process.env.PATH ?? '') !== undefined;
  if (!isThere()) installRedis({ isThere, say });
}

/** The bench does without it where it cannot be had. */
async function prepareNats() {
  // The bench's own search, from the build of just now.
  const search = new URL('../dist/bench/push/nats-binary.js', import.meta.url);
  const { findNatsServer, UNPACKED_NATS } = await import(search.href);
  const isThere = () => findNatsServer(process.env.PATH ?? '', ROOT) !== undefined;
  if (isThere()) return;
  say('fetching nats-server, to compare with');
  const problem = unpackNats({ folder: join(ROOT, UNPACKED_NATS) });
  if (!isThere())
    process.stderr.write(`shardwell: there is no nats-server (${problem}); the bench goes without\n`);
}

function say(what) {
  process.stderr.write(`shardwell: ${what} …\n`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await setup(process.argv[2]);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`shardwell: ${error.message}\n`);
    process.exitCode = 1;
  }
}
