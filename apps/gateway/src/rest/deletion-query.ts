import { z } from 'zod';

/** The query of DELETE /v1/streams/{name}. */
export const DeletionQuery = z.strictObject({
  consumers: z
    .enum(['keep', 'delete'])
    .default('keep')
    .describe('A stream with registered consumers is deleted only where they may go with it.'),
});
export type DeletionQuery = z.infer<typeof DeletionQuery>;
