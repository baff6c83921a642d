#!/usr/bin/env node
// The command line. Prepares what is missing and runs apps/cli on Node 24, also where this Node is older.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setup } from './setup.mjs';
import { isRuntime, projectNode } from './setup/runtime.mjs';
import { SetupError } from './setup/setup-error.mjs';

try {
  await setup(process.argv[2] === 'up' ? 'start' : 'cli');
  if (isRuntime(process.versions.node)) await import('../dist/apps/cli/src/main.js');
  else runAgain();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`shardwell: ${error.message}\n`);
  process.exitCode = 1;
}

function runAgain() {
  const node = projectNode(fileURLToPath(new URL('..', import.meta.url)));
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}
