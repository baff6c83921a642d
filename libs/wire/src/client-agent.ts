import { Agent as HttpAgent, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';

/** Whom a client trusts over https; without either member, the authorities that Node trusts. */
export interface ServerTrust {
  /** Authorities to trust instead of Node's, PEM. */
  readonly authorities?: string;
  /**
   * The server's very certificate, PEM, asked for at each connection: neither who signed it nor the name in it matters
   * then. For a client that shares its files with the server.
   */
  readonly certificate?: () => string;
}

/** Keeps connections to one server; speaks TLS where the URL is https. */
export function clientAgent(url: URL, { authorities, certificate }: ServerTrust): HttpAgent {
  if (url.protocol !== 'https:') return new HttpAgent({ keepAlive: true });
  if (certificate !== undefined) return new PinnedAgent(certificate);
  return new HttpsAgent({ keepAlive: true, ...(authorities === undefined ? {} : { ca: authorities }) });
}

/** Whether a connection failed because its certificate is not trusted: no patience helps against that. */
export function isDistrust({ code }: NodeJS.ErrnoException): boolean {
  return code !== undefined && DISTRUST.test(code);
}

/** Node's codes of OpenSSL's X509_V_ERR, and its own for a name that is not in the certificate. */
const DISTRUST = /^(CERT_|UNABLE_TO_(GET|VERIFY)_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_CERT_)/;

class PinnedAgent extends HttpsAgent {
  constructor(private readonly certificate: () => string) {
    super({ keepAlive: true });
  }

  override createConnection(
    options: ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const pinned = {
      ...options,
      ca: this.certificate(),
      allowPartialTrustChain: true,
      checkServerIdentity: () => undefined,
    };
    return super.createConnection(pinned, callback);
  }
}
