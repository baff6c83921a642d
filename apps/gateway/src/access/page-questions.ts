import { streamArnOf, type StreamName } from '#lib/kinesis';
import { resourceOfCall, type CallResource, type ResourceContext } from './call-resource.js';

/** What policies are asked before something is done. */
export interface PolicyQuestion {
  readonly action: string;
  readonly resource: CallResource;
}

export interface PageContext {
  /** The streams whose records the templates are made of. */
  readonly logStreams: readonly string[];
  readonly context: ResourceContext;
}

/**
 * What must be allowed, all of it, to whoever asks for a page: what is answered at this port without an operation. Undefined
 * where no policy can allow it, only root may: a page that is new is closed until it has a row here.
 *
 * @param route as the page was registered, e.g. `/templates/:id`.
 */
export function questionsOfPage(
  route: string,
  { logStreams, context }: PageContext,
): readonly PolicyQuestion[] | undefined {
  switch (route) {
    case '/metrics':
      return [{ action: 'cloudwatch:GetMetricData', resource: { arn: '*' } }];
    case '/templates':
    case '/templates/:id':
      return logStreams.map((name) => recordsOf(name as StreamName, context));
    default:
      return undefined;
  }
}

function recordsOf(name: StreamName, context: ResourceContext): PolicyQuestion {
  const input = { StreamARN: streamArnOf(context.scope, name) };
  return {
    action: 'kinesis:GetRecords',
    resource: resourceOfCall({ operation: 'GetRecords', input }, context),
  };
}
