import { accessDenied, KinesisError, kinesisErrorOf } from '#lib/kinesis';
import type { OperationName } from '#lib/wire';
import type { Caller } from '../caller.js';
import { AccessDecisions } from './access-decisions.js';
import type { AuditedCall, AuditLog } from './audit-log.js';
import { resourceOfCall, type NamedCall } from './call-resource.js';
import { questionsOfPage, type PageContext, type PolicyQuestion } from './page-questions.js';

/** A call that a door has read and not begun. */
export interface AskedCall extends NamedCall {
  readonly caller: Caller;
}

/** A call of which only the name is known. */
export type UnreadCall = Omit<AskedCall, 'input'>;

/** A page that somebody asks for. */
export interface AskedPage {
  readonly caller: Caller;
  readonly method: string;
  /** As it was registered; the path where nothing was. */
  readonly route: string;
}

export interface AdmissionOptions extends PageContext {
  /** Whether policies are asked; else everything is allowed. */
  readonly isStrict: boolean;
  readonly audit: AuditLog;
}

/** What moves records; all else is the control plane. Source: Kinesis service model, OperationType. */
const DATA_PLANE: ReadonlySet<OperationName> = new Set([
  'GetRecords',
  'GetShardIterator',
  'PutRecord',
  'PutRecords',
  'SubscribeToShard',
]);

/** Hears how a call ended. */
type Audit = (result: AuditedCall['result']) => void;

const UNAUDITED: Audit = () => undefined;

/** Decides for every door, by one function, whether a call may begin, and has it audited. */
export class Admission {
  private readonly decisions = new AccessDecisions();

  constructor(private readonly options: AdmissionOptions) {}

  /**
   * Lets a call run, or not; before anything is said about whether what it names is there.
   *
   * @throws KinesisError AccessDeniedException; where the iterator or the token of a request cannot be used, what the
   *   operation would throw; and what `operate` throws.
   */
  async run<Output>(call: AskedCall, operate: () => Output | Promise<Output>): Promise<Output> {
    const audit = this.admit(call);
    try {
      const output = await operate();
      audit('ok');
      return output;
    } catch (error) {
      audit(kinesisErrorOf(error).code);
      throw error;
    }
  }

  /**
   * Reads what a call takes, and has it audited where that cannot be done: then nothing runs that would.
   *
   * @throws what `read` throws.
   */
  read<Input>({ operation, caller }: UnreadCall, read: () => Input): Input {
    try {
      return read();
    } catch (error) {
      const { code: result } = kinesisErrorOf(error);
      const call = { caller, action: `kinesis:${operation}`, resource: '*', result };
      if (!DATA_PLANE.has(operation)) this.options.audit.called(call);
      throw error;
    }
  }

  /** Lets metrics be reported, or not. @throws KinesisError AccessDeniedException. */
  admitMetricData(caller: Caller): void {
    if (this.options.isStrict)
      this.check(caller, { action: 'cloudwatch:PutMetricData', resource: { arn: '*' } });
  }

  /** Lets a page be seen, or not. @throws KinesisError AccessDeniedException. */
  admitPage({ caller, method, route }: AskedPage): void {
    const { isStrict, audit } = this.options;
    if (!isStrict) return;
    const questions = questionsOfPage(route, this.options);
    for (const question of questions ?? []) this.check(caller, question);
    if (questions !== undefined || caller.principal.isRoot) return;
    audit.refused({ caller, action: `${method} ${route}`, result: 'AccessDeniedException' });
    const sentence = `User: ${caller.principal.arn} is not authorized to see this path: only root is.`;
    throw new KinesisError('AccessDeniedException', sentence);
  }

  private admit(call: AskedCall): Audit {
    const { isStrict, context, audit } = this.options;
    const { operation, caller } = call;
    const isAudited = !DATA_PLANE.has(operation);
    if (!isStrict && !isAudited) return UNAUDITED;
    const action = `kinesis:${operation}`;
    try {
      const resource = resourceOfCall(call, context);
      if (isStrict) this.check(caller, { action, resource });
      if (!isAudited) return UNAUDITED;
      return (result) => audit.called({ caller, action, resource: resource.arn, result });
    } catch (error) {
      const { code: result } = kinesisErrorOf(error);
      // A denied call was told as a refusal.
      if (isAudited && result !== 'AccessDeniedException') audit.called({ caller, action, result });
      throw error;
    }
  }

  private check(caller: Caller, { action, resource }: PolicyQuestion): void {
    const { principal } = caller;
    const { context, audit } = this.options;
    const decision = this.decisions.decide({
      principal,
      action,
      resource,
      conditions: () => ({
        sourceIp: caller.sourceIp,
        isSecure: caller.isSecure,
        nowMs: context.clock.nowMs(),
      }),
    });
    // Of a connection that is gone nobody knows any more where it came from, and nobody hears the answer.
    if (decision.isAllowed && (decision.isLasting || caller.sourceIp !== '')) return;
    audit.refused({ caller, action, resource: resource.arn, result: 'AccessDeniedException' });
    throw accessDenied({ principal, action, resource: resource.arn }, decision);
  }
}
