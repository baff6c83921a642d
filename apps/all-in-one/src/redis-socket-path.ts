// Where the private Redis listens: in its data directory, or in the temporary folder when that path is too long.
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '#lib/bootstrap';

/** The longest path of a Unix socket in bytes, without its final zero. Source: unix(7), sun_path; 104 on macOS. */
const LONGEST_PATH = process.platform === 'darwin' ? 103 : 107;

/** The socket for a data directory (absolute path): always the same one for the same directory. */
export function redisSocketPath(directory: string): string {
  const inside = join(directory, 'redis.sock');
  if (Buffer.byteLength(inside) <= LONGEST_PATH) return inside;
  const hash = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `shardwell-${hash}`);
  makeOwnFolder(folder);
  return join(folder, 'redis.sock');
}

/** The temporary folder belongs to everybody: a folder that somebody else made in our name is not used. */
function makeOwnFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(folder);
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0) {
    throw new StartError(`${folder} belongs to another user. Set SHARDWELL_DATA_DIR to a shorter path.`);
  }
}
