// The signing keys that were derived lately. A key serves one access key for one day in one region and service, so that
// nearly every request finds its own here, and pays one HMAC instead of five.
//
// Invariants
// - At most MOST_KNOWN keys of credentials that exist and MOST_UNKNOWN of such that do not; the eldest goes first.
// - A key of another secret than the one asked for is never given.
// - What was asked for an access key that does not exist is kept too: it takes as long as for one that does.
import { createHmac } from 'node:crypto';
import { HmacKey } from './hmac-key.js';

const MOST_KNOWN = 1024;
const MOST_UNKNOWN = 256;

/** What is signed with where no credential is known; such a signature is never accepted. */
const NO_SECRET = 'no credential has this secret';

export class SigningKeys {
  readonly #known = new Map<string, DerivedKey>();
  readonly #unknown = new Map<string, DerivedKey>();

  /**
   * The key for a credential's scope, as it stands in the Authorization header: `KEYID/20150830/us-east-1/kinesis/aws4_request`.
   * Without a secret it is some key, found at the same cost.
   */
  keyOf(credentialScope: string, secretAccessKey: string | undefined): HmacKey {
    const isKnown = secretAccessKey !== undefined;
    const keys = isKnown ? this.#known : this.#unknown;
    const secret = secretAccessKey ?? NO_SECRET;
    const found = keys.get(credentialScope);
    if (found?.secret === secret) return found.key;
    const key = deriveKey(credentialScope, secret);
    keys.delete(credentialScope);
    keys.set(credentialScope, { secret, key });
    if (keys.size > (isKnown ? MOST_KNOWN : MOST_UNKNOWN)) dropEldest(keys);
    return key;
  }
}

interface DerivedKey {
  readonly secret: string;
  readonly key: HmacKey;
}

/** Source: AWS, "Create a signed AWS API request", step 4. */
function deriveKey(credentialScope: string, secret: string): HmacKey {
  const [, ...scope] = credentialScope.split('/');
  const bytes = scope.reduce(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    Buffer.from(`AWS4${secret}`),
  );
  return new HmacKey(bytes);
}

/** A map gives its keys in the order they came. */
function dropEldest(keys: Map<string, DerivedKey>): void {
  const { value } = keys.keys().next();
  if (value !== undefined) keys.delete(value);
}
