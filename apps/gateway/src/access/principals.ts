// Who may come in: found by access key or by token, a file's worth at a time.
//
// Invariants
// - All answers are from one version of the file, besides the keys that never change: root's, and the server's own.
// - Tokens are not kept, their hashes are: how long a look-up takes says nothing about a token.
import { createHash } from 'node:crypto';
import type { Principal } from '#lib/kinesis';
import type { AccessKey, Identity } from './access-file.js';

/** A key that was found, with whose it is. */
export interface KnownKey {
  readonly secretAccessKey: string;
  readonly principal: Principal;
}

/** A key that is there as long as the process. */
export interface LastingKey extends AccessKey {
  readonly principal: Principal;
}

export class Principals {
  private keys: ReadonlyMap<string, KnownKey> = new Map();
  private tokens: ReadonlyMap<string, Principal> = new Map();

  constructor(private readonly lasting: readonly LastingKey[]) {
    this.replace([]);
  }

  /** From now on these, and those that last, may come in; nobody else. */
  replace(identities: readonly Identity[]): void {
    const keys = identities.flatMap(({ principal, accessKeys }) =>
      accessKeys.map((key) => ({ ...key, principal })),
    );
    this.keys = new Map([...keys, ...this.lasting].map((key) => [key.accessKeyId, key]));
    this.tokens = new Map(
      identities.flatMap(({ principal, tokens }) => tokens.map((token) => [hashOf(token), principal])),
    );
  }

  /** Undefined where nobody has the key. */
  ofAccessKey(accessKeyId: string): KnownKey | undefined {
    return this.keys.get(accessKeyId);
  }

  /** Undefined where nobody has the token. */
  ofToken(token: string): Principal | undefined {
    return this.tokens.get(hashOf(token));
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
