import { z } from 'zod';

/** The query of POST /v1/streams/{name}/records. */
export const PutQuery = z.strictObject({
  key: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe('Of lines: the dotted path to what is the partition key, for example customer.id.'),
});
export type PutQuery = z.infer<typeof PutQuery>;
