import { readFileSync } from 'node:fs';
import { StartError, type Config } from '#lib/bootstrap';
import type { AccessKey } from './access-file.js';

export type RootKeySettings = Pick<
  Config,
  'rootAccessKeyId' | 'rootAccessKeyIdFile' | 'rootSecretAccessKey' | 'rootSecretAccessKeyFile'
>;

/**
 * The key of the one who may do everything, from the environment or from files; undefined where there is none.
 *
 * @throws StartError where a file cannot be read or has no such text in it.
 */
export function rootKeyOf(settings: RootKeySettings): AccessKey | undefined {
  const { rootAccessKeyIdFile, rootSecretAccessKeyFile } = settings;
  const accessKeyId =
    settings.rootAccessKeyId ??
    textIn(rootAccessKeyIdFile, {
      name: 'SHARDWELL_ROOT_ACCESS_KEY_ID_FILE',
      pattern: /^[\w.+=@-]{1,128}$/,
      wanted: 'an access key id: 1 to 128 letters, digits and _ . + = @ -',
    });
  const secretAccessKey =
    settings.rootSecretAccessKey ??
    textIn(rootSecretAccessKeyFile, {
      name: 'SHARDWELL_ROOT_SECRET_ACCESS_KEY_FILE',
      pattern: /^[!-~]{8,256}$/,
      wanted: 'a secret: 8 to 256 visible ASCII characters',
    });
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey };
}

interface Wanted {
  readonly name: string;
  readonly pattern: RegExp;
  readonly wanted: string;
}

/** What the file says, without the line's end that editors and `echo` leave. */
function textIn(path: string | undefined, { name, pattern, wanted }: Wanted): string | undefined {
  if (path === undefined) return undefined;
  const text = read(path, name).replace(/\r?\n$/, '');
  if (pattern.test(text)) return text;
  throw new StartError(`${name} names ${path}, which does not hold ${wanted}.`);
}

function read(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new StartError(`${name} names a file that cannot be read: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}
