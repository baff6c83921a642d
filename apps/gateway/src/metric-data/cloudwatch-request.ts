import { KinesisError, kinesisErrorOf } from '#lib/kinesis';
import type { AwsAnswer } from '../aws/aws-answer.js';
import { CBOR_FORM, JSON_FORM, QUERY_FORM, type CloudWatchForm } from './cloudwatch-form.js';
import { MetricDataError, putMetricData } from './put-metric-data.js';
import type { ReportedMetrics } from './reported-metrics.js';

/** What an HTTP request says of itself. */
export interface PostedRequest {
  readonly contentType?: string | undefined;
  /** `X-Amz-Target`, or what the path says in its place. */
  readonly target?: string | undefined;
  /** Whether the path named it: Smithy's RPC v2 protocol. */
  readonly isRpc: boolean;
  readonly body?: Buffer | undefined;
}

/** A request to CloudWatch that came to this port, where those who have one address for everything send it. */
export interface CloudWatchRequest {
  readonly action: string;
  readonly form: CloudWatchForm;
  readonly body: Buffer;
}

const QUERY_TYPE = 'application/x-www-form-urlencoded';
const VERSION = /(^|&)Version=2010-08-01(&|$)/;
const ACTION = /(?:^|&)Action=(?<action>\w{1,64})(?:&|$)/;
const TARGET_PREFIX = 'GraniteServiceVersion20100801.';
const PUT_METRIC_DATA = 'PutMetricData';

/** A request that is for CloudWatch; undefined where it is for Kinesis, or for nobody. */
export function cloudWatchRequestOf({
  contentType = '',
  target = '',
  isRpc,
  body,
}: PostedRequest): CloudWatchRequest | undefined {
  if (body === undefined) return undefined;
  if (target.startsWith(TARGET_PREFIX))
    return { action: target.slice(TARGET_PREFIX.length), form: isRpc ? CBOR_FORM : JSON_FORM, body };
  if (!contentType.toLowerCase().startsWith(QUERY_TYPE)) return undefined;
  const action = actionOf(body);
  return action === undefined ? undefined : { action, form: QUERY_FORM, body };
}

/** Of a request, unpacked. Source: the API reference of CloudWatch, PutMetricData. */
const LARGEST_BODY = 1024 * 1024;
/** At either end of a body that is larger. */
const ENDS = 1024;

/** The SDK for C++, and with it the KPL, writes the version behind everything else. */
function actionOf(body: Buffer): string | undefined {
  // One that is too large is nevertheless CloudWatch's to refuse, and is not searched through for that.
  const parts = body.length > LARGEST_BODY ? [body.subarray(0, ENDS), body.subarray(-ENDS)] : [body];
  const text = parts.map((part) => part.toString('latin1')).join('&');
  return VERSION.test(text) ? ACTION.exec(text)?.groups?.['action'] : undefined;
}

export interface CloudWatchContext {
  readonly reported: ReportedMetrics;
  readonly requestId: string;
  /** Whether whoever asks may report metrics. @throws KinesisError where not. */
  readonly admit: () => void;
  /** Hears of what nobody foresaw. */
  readonly onUnexpected: (error: unknown) => void;
}

/** Does what a request to CloudWatch asks for; of all that CloudWatch can, taking in metrics. Never throws. */
export function answerCloudWatch(
  { action, form, body }: CloudWatchRequest,
  { reported, requestId, admit, onUnexpected }: CloudWatchContext,
): AwsAnswer {
  try {
    if (action !== PUT_METRIC_DATA)
      throw new MetricDataError('InvalidAction', `Of CloudWatch only PutMetricData is here, not ${action}.`);
    admit();
    if (body.length > LARGEST_BODY)
      throw new MetricDataError(
        'RequestEntityTooLarge',
        `The request body has ${body.length} bytes, PutMetricData takes up to ${LARGEST_BODY}.`,
      );
    putMetricData(form.read(body), reported);
    return form.success(requestId);
  } catch (error) {
    return refused(error, { form, requestId, onUnexpected });
  }
}

function refused(
  error: unknown,
  {
    form,
    requestId,
    onUnexpected,
  }: Pick<CloudWatchContext, 'requestId' | 'onUnexpected'> & { readonly form: CloudWatchForm },
): AwsAnswer {
  if (error instanceof MetricDataError || error instanceof KinesisError) {
    const { code, status, message } = error;
    return form.failure({ code, status, message, requestId });
  }
  onUnexpected(error);
  const { message } = kinesisErrorOf(error);
  return form.failure({ code: 'InternalServiceError', status: 500, message, requestId });
}
