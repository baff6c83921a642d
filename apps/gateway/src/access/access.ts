import type { Timers } from '#lib/actor';
import { StartError, type Config, type Logger } from '#lib/bootstrap';
import {
  parsePolicyDocument,
  rootPrincipal,
  userPrincipal,
  type AccountScope,
  type Principal,
} from '#lib/kinesis';
import type { AccessKey, Identity } from './access-file.js';
import type { Caller } from '../caller.js';
import type { ObservedCalls } from '../observed-calls.js';
import { Admission, type AskedCall, type AskedPage, type UnreadCall } from './admission.js';
import { AuditLog } from './audit-log.js';
import type { ResourceContext } from './call-resource.js';
import { followAccessFile } from './followed-access-file.js';
import { Principals, type LastingKey } from './principals.js';
import { RequestSignatures } from './request-signatures.js';
import { rootKeyOf, type RootKeySettings } from './root-key.js';

/** Who may come in and what they may do: the same for every door. */
export interface Access {
  /** Whether callers must say who they are. */
  readonly isStrict: boolean;
  readonly signatures: RequestSignatures;
  readonly principals: Principals;
  /** Whether metrics may be reported. @throws KinesisError AccessDeniedException. */
  readonly admitMetricData: (caller: Caller) => void;
  /** Whether a page may be seen that no operation is behind. @throws KinesisError AccessDeniedException. */
  readonly admitPage: (page: AskedPage) => void;
  /** Reads what a call takes; one that cannot be read is audited too. @throws what `read` throws. */
  readonly read: <Input>(call: UnreadCall, read: () => Input) => Input;
  /**
   * Lets a call run if it may, and has it counted, traced and audited: the one way by which every door runs an operation.
   *
   * @throws KinesisError AccessDeniedException, and what `operate` throws.
   */
  readonly run: <Output>(call: AskedCall, operate: () => Output | Promise<Output>) => Promise<Output>;
  readonly audit: AuditLog;
  readonly close: () => void;
}

/** What Nest's modules ask for `Access` by. */
export const ACCESS = Symbol('Access');

export type AccessSettings = RootKeySettings &
  Pick<
    Config,
    'host' | 'auth' | 'openAccess' | 'accessFile' | 'acceptedHosts' | 'lenientSignatures' | 'logStreams'
  >;

export interface AccessOptions {
  readonly settings: AccessSettings;
  readonly context: ResourceContext;
  readonly logger: Logger;
  readonly timers: Timers;
  /** Hears of every call. */
  readonly calls: Pick<ObservedCalls, 'run'>;
  /** The key of the server's own readers; it lives as long as the process and is never written down. */
  readonly internalKey?: AccessKey | undefined;
}

/**
 * Reads who may come in, and goes on reading it.
 *
 * @throws StartError with every problem of the access file, or where nobody may come in.
 */
export async function openAccess(options: AccessOptions): Promise<Access> {
  const { settings, context, logger, timers, internalKey, calls } = options;
  const isStrict = settings.auth === 'strict';
  const audit = new AuditLog({ logger, timers, internalKeyId: internalKey?.accessKeyId });
  const principals = new Principals(lastingKeys(options));
  const stopFollowing = isStrict ? await follow(principals, options) : () => undefined;
  if (!isStrict) sayThatNobodyIsAsked(settings, logger);
  const admission = new Admission({ isStrict, context, audit, logStreams: settings.logStreams });
  return {
    isStrict,
    signatures: new RequestSignatures({
      principals,
      clock: context.clock,
      region: context.scope.region,
      rules: {
        acceptedHosts: settings.acceptedHosts,
        isPresignedAllowed: settings.lenientSignatures.includes('presigned'),
        isUnsignedPayloadAllowed: settings.lenientSignatures.includes('unsigned-payload'),
      },
    }),
    principals,
    admitMetricData: (caller) => admission.admitMetricData(caller),
    admitPage: (page) => admission.admitPage(page),
    read: (call, read) => admission.read(call, read),
    run: (call, operate) => calls.run(call, () => admission.run(call, operate)),
    audit,
    close() {
      stopFollowing();
      audit.close();
    },
  };
}

function lastingKeys({ settings, context: { scope }, internalKey }: AccessOptions): readonly LastingKey[] {
  const rootKey = settings.auth === 'strict' ? rootKeyOf(settings) : undefined;
  return [
    ...(rootKey ? [{ ...rootKey, principal: rootPrincipal(scope) }] : []),
    ...(internalKey ? [{ ...internalKey, principal: internalReader(scope) }] : []),
  ];
}

/** The server's own consumers read, and do nothing else. A name with a slash is in no access file. */
function internalReader(scope: AccountScope): Principal {
  const Action = ['kinesis:Describe*', 'kinesis:List*', 'kinesis:Get*', 'kinesis:SubscribeToShard'];
  const policy = { Statement: { Effect: 'Allow', Action, Resource: '*' } };
  const policies = [parsePolicyDocument(policy, 'identity')];
  return userPrincipal(scope, { name: 'shardwell/internal', policies });
}

async function follow(
  principals: Principals,
  { settings, context: { scope }, timers, logger }: AccessOptions,
): Promise<() => void> {
  const { accessFile: path, rootAccessKeyId, rootAccessKeyIdFile } = settings;
  if (path === undefined) return () => undefined;
  let isSomebodyThere = (rootAccessKeyId ?? rootAccessKeyIdFile) !== undefined;
  const onIdentities = (identities: readonly Identity[]): void => {
    isSomebodyThere ||= identities.length > 0;
    principals.replace(identities);
  };
  const stop = await followAccessFile({ path, scope, timers, logger, onIdentities });
  if (isSomebodyThere) return stop;
  stop();
  throw new StartError(
    `Nobody may come in: the access file ${path} (SHARDWELL_ACCESS_FILE) names no principal, and there is no root key.`,
  );
}

function sayThatNobodyIsAsked(settings: AccessSettings, logger: Logger): void {
  const { host, openAccess, accessFile, rootAccessKeyId, rootAccessKeyIdFile } = settings;
  if (openAccess === 'yes')
    logger.warn({ host }, 'SHARDWELL_AUTH is off: whoever reaches this server may do everything');
  if ([accessFile, rootAccessKeyId, rootAccessKeyIdFile].some((setting) => setting !== undefined))
    logger.warn('SHARDWELL_AUTH is off: principals and keys are not used');
}
