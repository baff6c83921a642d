// A NATS server for the bench, which compares push with its JetStream. Debian's package is unpacked beside the packages, and
// nothing is installed; where that cannot be done the bench leaves NATS out and says so.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PACKAGE = 'nats-server';

/** Unpacks the server into `folder`. Returns why it could not; undefined where it did. */
export function unpackNats({ folder, run = runProgram }) {
  const downloads = mkdtempSync(join(tmpdir(), 'shardwell-setup-'));
  try {
    const download = () => run('apt-get', ['-q', 'download', PACKAGE], downloads);
    // The package lists of a fresh container are empty: then they are fetched first.
    const problem = download() && (run('apt-get', ['-q', 'update'], downloads) || download());
    if (problem) return problem;
    mkdirSync(folder, { recursive: true });
    const [file] = readdirSync(downloads);
    return run('dpkg', ['-x', join(downloads, file), folder], downloads);
  } finally {
    rmSync(downloads, { recursive: true, force: true });
  }
}

/** Undefined where it went well, else what the program had to say. */
function runProgram(program, args, cwd) {
  const { status, error, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
}
