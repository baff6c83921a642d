import type { z } from 'zod';
import { MetricData } from './metric-data.js';
import type { ReportedMetrics } from './reported-metrics.js';

/** Source: the API reference of CloudWatch, PutMetricData, Errors; what stands behind the code is for JSON and CBOR. */
export type MetricDataErrorCode =
  | 'InvalidAction'
  | 'InvalidParameterCombination'
  | 'InvalidParameterValue'
  | 'MissingParameter'
  | 'RequestEntityTooLarge'
  | 'SerializationError';

/** A request that CloudWatch would refuse too. */
export class MetricDataError extends Error {
  override readonly name = 'MetricDataError';

  constructor(
    readonly code: MetricDataErrorCode,
    message: string,
  ) {
    super(message);
  }

  /** HTTP status of the answer. */
  get status(): number {
    return this.code === 'RequestEntityTooLarge' ? 413 : 400;
  }
}

/**
 * Takes metrics in, to be given on at /metrics.
 *
 * @param request the members of the request, numbers as numbers or as texts.
 * @throws MetricDataError MissingParameter, InvalidParameterValue, InvalidParameterCombination.
 */
export function putMetricData(request: unknown, reported: ReportedMetrics): void {
  const parsed = MetricData.safeParse(request);
  if (!parsed.success) throw refusalOf(parsed.error.issues[0], request);
  reported.put(parsed.data);
}

function refusalOf(issue: z.core.$ZodIssue | undefined, request: unknown): MetricDataError {
  const path = issue?.path ?? [];
  const parameter = path
    .map((part) => (typeof part === 'number' ? `member.${part + 1}` : String(part)))
    .join('.');
  const about = parameter === '' ? 'The request' : `The parameter ${parameter}`;
  if (isMissing(path, request)) return new MetricDataError('MissingParameter', `${about} is required.`);
  const code =
    issue?.code === 'custom' && typeof path.at(-1) === 'number'
      ? 'InvalidParameterCombination'
      : 'InvalidParameterValue';
  return new MetricDataError(
    code,
    `${about} cannot be taken: ${issue?.message ?? 'it is not as it must be'}.`,
  );
}

function isMissing(path: readonly PropertyKey[], request: unknown): boolean {
  let value = request;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return false;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[part];
  }
  return value === undefined;
}
