import { z } from 'zod';

/**
 * What PutMetricData brings.
 *
 * Source: the API reference of CloudWatch, PutMetricData, MetricDatum, Dimension and StatisticSet.
 */
const LONGEST_NAME = 255;
const LONGEST_DIMENSION_VALUE = 1024;
const MOST_DIMENSIONS = 30;
const MOST_VALUES = 150;
const MOST_DATA = 1000;
/** CloudWatch takes values from −2^360 to 2^360. */
const LARGEST_VALUE = 2 ** 360;

const BYTE_UNITS = ['', 'Kilo', 'Mega', 'Giga', 'Tera'].flatMap((scale) =>
  ['Bytes', 'Bits'].flatMap((what) => {
    const unit = scale === '' ? what : `${scale}${what.toLowerCase()}`;
    return [unit, `${unit}/Second`];
  }),
);
const UNITS = [
  'Seconds',
  'Microseconds',
  'Milliseconds',
  'Percent',
  'Count',
  'Count/Second',
  'None',
  ...BYTE_UNITS,
];

/** In a Query request all values are texts. */
const number = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, 'must be a number')
      .transform(Number),
  ])
  .refine((value) => Math.abs(value) <= LARGEST_VALUE, 'must be from -2^360 to 2^360');

const count = number.refine((value) => value > 0, 'must be greater than 0');

const name = z.string().min(1).max(LONGEST_NAME);

const MetricDatum = z
  .object({
    MetricName: name,
    Dimensions: z
      .array(z.object({ Name: name, Value: z.string().min(1).max(LONGEST_DIMENSION_VALUE) }))
      .max(MOST_DIMENSIONS)
      .default([]),
    Value: number.optional(),
    Values: z.array(number).min(1).max(MOST_VALUES).optional(),
    Counts: z.array(count).max(MOST_VALUES).optional(),
    StatisticValues: z
      .object({ SampleCount: count, Sum: number, Minimum: number, Maximum: number })
      .optional(),
    Unit: z.enum(UNITS).optional(),
  })
  .superRefine(({ Value, Values, Counts, StatisticValues }, issues) => {
    const given = [Value, Values, StatisticValues].filter((value) => value !== undefined).length;
    if (given !== 1)
      issues.addIssue('must have one of Value, Values and StatisticValues, and no other of them');
    if (Counts !== undefined && Counts.length !== Values?.length)
      issues.addIssue('must have as many Counts as Values');
  });
export type MetricDatum = z.infer<typeof MetricDatum>;

const data = z.array(MetricDatum).max(MOST_DATA);

/** A request of PutMetricData; members that change nothing here are not looked at. */
export const MetricData = z
  .object({
    Namespace: z.string().min(1).max(LONGEST_NAME).regex(/^[^:]/, 'must not begin with a colon'),
    MetricData: data.default([]),
    EntityMetricData: z.array(z.object({ MetricData: data.default([]) })).default([]),
  })
  .transform(({ Namespace, MetricData: own, EntityMetricData }) => ({
    namespace: Namespace,
    data: [...own, ...EntityMetricData.flatMap((entity) => entity.MetricData)],
  }))
  .refine((request) => request.data.length > 0, { path: ['MetricData'], message: 'is missing' });
export type MetricData = z.infer<typeof MetricData>;
