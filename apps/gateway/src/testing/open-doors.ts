import { VirtualTimers } from '#lib/actor';
import { Admission } from '../access/admission.js';
import type { Access } from '../access/access.js';
import { AuditLog } from '../access/audit-log.js';
import { Principals } from '../access/principals.js';
import { RequestSignatures } from '../access/request-signatures.js';
import type { OperationContext } from '../operation-context.js';

/** Doors at which nobody is asked who they are, and an audit that nobody hears. */
export function openDoors(context: OperationContext): Access {
  const unheard = (): void => undefined;
  const audit = new AuditLog({ logger: { info: unheard, debug: unheard }, timers: new VirtualTimers() });
  const principals = new Principals([]);
  const admission = new Admission({ isStrict: false, context, audit, logStreams: [] });
  const { clock, scope } = context;
  return {
    isStrict: false,
    signatures: new RequestSignatures({ principals, clock, region: scope.region, rules: {} }),
    principals,
    admitMetricData: unheard,
    admitPage: unheard,
    read: (call, read) => admission.read(call, read),
    run: (call, operate) => admission.run(call, operate),
    audit,
    close: unheard,
  };
}
