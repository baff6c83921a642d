/** What `/templates` takes and gives; OpenAPI is made from it. */
import { z } from 'zod';
import { LOG_LEVELS } from './log-level.js';

export const TemplatesQuery = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe('The most templates to give; all without it.'),
  level: z
    .string()
    .toUpperCase()
    .pipe(z.enum(LOG_LEVELS))
    .optional()
    .describe('Templates with at least one line of this level, in any case.'),
  stream: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .describe('One of SHARDWELL_LOG_STREAMS; all of them without it.'),
  search: z.string().min(1).max(256).optional().describe('Templates whose text contains this, in any case.'),
});
export type TemplatesQuery = z.infer<typeof TemplatesQuery>;

export const TemplateAnswer = z.object({
  id: z.string().describe('Stable while the template generalises.'),
  template: z
    .string()
    .describe(
      '`<*>` where lines differ, `<num>`, `<ip>`, `<id>`, `<path>`, `<url>`, `<time>` for masked parts; empty for blank lines.',
    ),
  count: z.number().int().min(1),
  levels: z
    .partialRecord(z.enum(LOG_LEVELS), z.number().int())
    .describe('Lines by level; they add up to `count`.'),
  ratePerMinute: z.number().describe('Mean over the last 10 minutes of arrivals.'),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
});
export type TemplateAnswer = z.infer<typeof TemplateAnswer>;

export const TemplatesAnswer = z.object({
  lines: z
    .number()
    .int()
    .describe('All lines consumed; without limit, level and search the counts add up to it.'),
  behindMs: z
    .number()
    .nullable()
    .describe('How far the analysis is behind the streams; null while one has not been read.'),
  templates: z.array(TemplateAnswer).describe('The most frequent first.'),
});
export type TemplatesAnswer = z.infer<typeof TemplatesAnswer>;

export const TemplateDetail = TemplateAnswer.extend({
  examples: z.array(z.string()).describe('Up to 5 lines as they came.'),
});
export type TemplateDetail = z.infer<typeof TemplateDetail>;
