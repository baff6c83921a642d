// The server's certificate and key as they stand in two files, followed while the process runs.
//
// Invariants
// - `pair` is always a certificate and its key that have been tried together: a change is taken whole or not at all.
// - The files are compared by their content, so any way of replacing them will do: writing, renaming, a link that is
//   pointed elsewhere (certbot, Kubernetes).
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Logger } from '../logger.js';
import { StartError } from '../start-error.js';

/** A certificate, with the chain behind it, and its key; both PEM. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

export interface TlsFilesOptions {
  readonly certPath: string;
  readonly keyPath: string;
  readonly logger: Logger;
  /** Between two looks at the files, in milliseconds. */
  readonly lookEveryMs?: number;
}

const LOOK_EVERY_MS = 2000;

export class TlsFiles {
  readonly #followers = new Set<(pair: TlsPair) => void>();
  readonly #options: TlsFilesOptions;
  #pair: TlsPair;
  #complaint: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  private constructor(options: TlsFilesOptions, pair: TlsPair) {
    this.#options = options;
    this.#pair = pair;
    this.#lookLater();
  }

  /** Reads the files and follows them until close(). @throws StartError where they cannot be used. */
  static async open(options: TlsFilesOptions): Promise<TlsFiles> {
    try {
      const pair = await readPair(options);
      warnOfPeriod(check(pair, options), options.logger);
      return new TlsFiles(options, pair);
    } catch (error) {
      throw new StartError(
        `TLS cannot be used: ${reasonOf(error)}. Set SHARDWELL_TLS_CERT and SHARDWELL_TLS_KEY.`,
        {
          cause: error,
        },
      );
    }
  }

  get pair(): TlsPair {
    return this.#pair;
  }

  /** Tells of each change. @returns what ends that. */
  follow(follower: (pair: TlsPair) => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #lookLater(): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => void this.#look(), this.#options.lookEveryMs ?? LOOK_EVERY_MS).unref();
  }

  async #look(): Promise<void> {
    try {
      const pair = await readPair(this.#options);
      if (!this.#isClosed) this.#take(pair);
      this.#complaint = undefined;
    } catch (error) {
      this.#complain(reasonOf(error));
    }
    this.#lookLater();
  }

  #take(pair: TlsPair): void {
    if (pair.cert === this.#pair.cert && pair.key === this.#pair.key) return;
    const { logger } = this.#options;
    const certificate = check(pair, this.#options);
    this.#pair = pair;
    for (const follower of this.#followers) follower(pair);
    logger.info(
      { names: certificate.subjectAltName, validTo: certificate.validTo },
      'TLS has a new certificate',
    );
    warnOfPeriod(certificate, logger);
  }

  /** Once, however often the same is found. */
  #complain(reason: string): void {
    if (reason === this.#complaint || this.#isClosed) return;
    this.#complaint = reason;
    this.#options.logger.warn({ reason }, 'the TLS files cannot be used: the former certificate stays');
  }
}

type Paths = Pick<TlsFilesOptions, 'certPath' | 'keyPath'>;

async function readPair({ certPath, keyPath }: Paths): Promise<TlsPair> {
  const [cert, key] = await Promise.all([readFile(certPath, 'utf8'), readFile(keyPath, 'utf8')]);
  return { cert, key };
}

/** @returns the server's own certificate. @throws Error that says which file is wrong, and how. */
function check({ cert, key }: TlsPair, { certPath, keyPath }: Paths): X509Certificate {
  const certificate = parse(() => new X509Certificate(cert), `${certPath} holds no certificate in PEM`);
  const privateKey: KeyObject = parse(
    () => createPrivateKey(key),
    `${keyPath} holds no private key in PEM that is free of a passphrase`,
  );
  if (!certificate.checkPrivateKey(privateKey))
    throw new Error(`the key in ${keyPath} is not the one of the certificate in ${certPath}`);
  parse(() => createSecureContext({ cert, key }), `OpenSSL takes no server certificate from ${certPath}`);
  return certificate;
}

function parse<Parsed>(attempt: () => Parsed, reason: string): Parsed {
  try {
    return attempt();
  } catch (cause) {
    throw new Error(`${reason} (${reasonOf(cause)})`, { cause });
  }
}

/** Clients will refuse it; that is for them to say, and for the operator to know. */
function warnOfPeriod({ validFromDate, validToDate }: X509Certificate, logger: Logger): void {
  const now = new Date();
  if (now < validFromDate || now > validToDate)
    logger.warn({ validFrom: validFromDate, validTo: validToDate }, 'the TLS certificate is not valid now');
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
