import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommandError } from './command-error.js';
import { LOCAL_HOSTS, makeDevelopmentCertificates } from './development-certificates.js';

export interface CertOptions {
  /** The directory for the three files; made where it is missing. */
  readonly dir: string;
  /** Names and addresses, besides this machine's own. */
  readonly host: readonly string[];
  readonly force?: true;
}

/**
 * Makes certificates for development and says what to do with them. A running server that reads the same files takes the
 * new ones by itself.
 *
 * @throws CommandError where files are there already, or cannot be written.
 */
export async function cert({ dir, host, force }: CertOptions): Promise<void> {
  const paths = pathsIn(resolve(dir));
  const present = Object.values(paths).filter((path) => existsSync(path));
  if (present.length > 0 && !force)
    throw new CommandError(`${present.join(' and ')} exist already; --force makes new ones`);
  const made = await makeDevelopmentCertificates({ hosts: host, nowMs: Date.now() });
  try {
    mkdirSync(resolve(dir), { recursive: true, mode: 0o700 });
    write(paths.authority, made.authority);
    write(paths.key, made.key);
    write(paths.certificate, made.certificate);
  } catch (error) {
    throw new CommandError(`the certificates cannot be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
  process.stdout.write(nextSteps(paths, host));
}

interface Paths {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

function pathsIn(directory: string): Paths {
  return {
    authority: join(directory, 'ca.pem'),
    certificate: join(directory, 'cert.pem'),
    key: join(directory, 'key.pem'),
  };
}

/** Whole or not at all; the key's file is never readable by others, not even for a moment. */
function write(path: string, pem: string): void {
  const aside = `${path}.new`;
  const mode = pem.includes('PRIVATE KEY') ? 0o600 : 0o644;
  writeFileSync(aside, pem, { mode });
  renameSync(aside, path);
}

function nextSteps({ authority, certificate, key }: Paths, host: readonly string[]): string {
  return `A certificate for ${[...LOCAL_HOSTS, ...host].join(', ')}, and the authority that signed it.

For the server:

  export SHARDWELL_TLS_CERT=${inShell(certificate)} SHARDWELL_TLS_KEY=${inShell(key)}

For clients (Node.js; AWS CLI and boto3; curl takes --cacert):

  export NODE_EXTRA_CA_CERTS=${inShell(authority)} AWS_CA_BUNDLE=${inShell(authority)}
`;
}

/** A path as one word of a shell. */
function inShell(path: string): string {
  return /^[\w/.:@%+-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
