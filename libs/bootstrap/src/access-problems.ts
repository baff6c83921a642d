/** The settings that say who may come in. */
export interface AccessSettings {
  readonly host: string;
  readonly auth: 'off' | 'strict';
  readonly openAccess: 'no' | 'yes';
  readonly accessFile: string | undefined;
  readonly rootAccessKeyId: string | undefined;
  readonly rootAccessKeyIdFile: string | undefined;
  readonly rootSecretAccessKey: string | undefined;
  readonly rootSecretAccessKeyFile: string | undefined;
}

/** What does not go together among them, a sentence each with the ways out. */
export function accessProblems(settings: AccessSettings): readonly string[] {
  const { host, auth, openAccess, accessFile } = settings;
  const { rootAccessKeyId: id, rootAccessKeyIdFile: idFile } = settings;
  const { rootSecretAccessKey: secret, rootSecretAccessKeyFile: secretFile } = settings;
  const isRoot = id !== undefined || idFile !== undefined;
  const isSecret = secret !== undefined || secretFile !== undefined;
  const found: readonly (string | false)[] = [
    auth === 'off' &&
      openAccess === 'no' &&
      !isLoopback(host) &&
      `SHARDWELL_HOST is ${host} while SHARDWELL_AUTH is off: other machines could do everything. ` +
        'Set SHARDWELL_AUTH=strict and name principals, or SHARDWELL_OPEN_ACCESS=yes if they may.',
    auth === 'strict' &&
      accessFile === undefined &&
      !isRoot &&
      'SHARDWELL_AUTH is strict, but there is no principal: set SHARDWELL_ACCESS_FILE, or ' +
        'SHARDWELL_ROOT_ACCESS_KEY_ID and SHARDWELL_ROOT_SECRET_ACCESS_KEY.',
    isRoot !== isSecret &&
      'SHARDWELL_ROOT_ACCESS_KEY_ID and SHARDWELL_ROOT_SECRET_ACCESS_KEY belong together: one of them is missing.',
    id !== undefined && idFile !== undefined && bothGiven('SHARDWELL_ROOT_ACCESS_KEY_ID'),
    secret !== undefined && secretFile !== undefined && bothGiven('SHARDWELL_ROOT_SECRET_ACCESS_KEY'),
  ];
  return found.filter((problem) => problem !== false);
}

const bothGiven = (name: string): string => `${name} and ${name}_FILE are both set: leave one out.`;

/** Whether only programs of this machine reach the address. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
