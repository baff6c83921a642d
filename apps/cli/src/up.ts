import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ALL_IN_ONE = fileURLToPath(new URL('../../all-in-one/src/main.js', import.meta.url));

/** As `npm start` has them; docs/performance.md says why the young generation is larger. */
const NODE_OPTIONS = ['--enable-source-maps', '--max-semi-space-size=32'];

/** Starts the server in the foreground, hands it the signals and ends with its exit code. */
export async function up(): Promise<void> {
  const server = spawn(process.execPath, [...NODE_OPTIONS, ALL_IN_ONE], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both; a supervisor sends SIGTERM to us alone.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => server.kill('SIGTERM'));
  const [code, signal] = (await once(server, 'exit')) as [number | null, NodeJS.Signals | null];
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
}
