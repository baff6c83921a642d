import { readFile } from 'node:fs/promises';
import type { Timers } from '#lib/actor';
import { StartError, type Logger } from '#lib/bootstrap';
import type { AccountScope } from '#lib/kinesis';
import { AccessFileError, parseAccessFile, type Identity } from './access-file.js';
import { watchFile } from './watched-file.js';

export interface FollowedAccessFile {
  readonly path: string;
  readonly scope: AccountScope;
  readonly timers: Timers;
  readonly logger: Pick<Logger, 'info' | 'error'>;
  /** Hears of whoever may come in, now and after each change. */
  readonly onIdentities: (identities: readonly Identity[]) => void;
}

/**
 * Reads an access file, and reads it again when it changes. One that cannot be used then changes nothing and is told in the log.
 *
 * @returns what ends it.
 * @throws StartError where it cannot be used now, with every problem.
 */
export async function followAccessFile(options: FollowedAccessFile): Promise<() => void> {
  const { path, scope, timers, logger, onIdentities } = options;
  const text = await readAtStart(options);
  const refused = (problems: readonly string[]): void =>
    logger.error({ path, problems }, 'the access file cannot be used; what it said before holds on');
  return watchFile({
    path,
    timers,
    text,
    onText(changed) {
      try {
        const identities = parseAccessFile(changed, scope);
        onIdentities(identities);
        logger.info({ path, principals: identities.length }, 'the access file was read again');
      } catch (error) {
        if (!(error instanceof AccessFileError)) throw error;
        refused(error.problems);
      }
    },
    onUnreadable: (error) => refused([error.message]),
  });
}

async function readAtStart({ path, scope, onIdentities }: FollowedAccessFile): Promise<string> {
  try {
    const text = await readFile(path, 'utf8');
    onIdentities(parseAccessFile(text, scope));
    return text;
  } catch (error) {
    const problems = error instanceof AccessFileError ? error.problems : [(error as Error).message];
    const list = problems.map((problem) => `\n  - ${problem}`).join('');
    throw new StartError(`The access file ${path} (SHARDWELL_ACCESS_FILE) cannot be used:${list}`, {
      cause: error,
    });
  }
}
