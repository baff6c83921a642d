import type { Stream, StreamName } from '#lib/kinesis';
import type { OperationContext } from '../operation-context.js';

/**
 * The stream of this name, for what a request does not say. Undefined where there is none: to say so is the operation's,
 * which says it only to who may know.
 */
export function streamIfThere(name: string, { catalogue }: OperationContext): Stream | undefined {
  const { idByName, streams } = catalogue.account();
  const id = idByName.get(name as StreamName);
  return id === undefined ? undefined : streams.get(id);
}
