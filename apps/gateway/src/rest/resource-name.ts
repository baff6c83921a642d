import { z } from 'zod';

/** What a stream or a consumer may be called. Source: Kinesis service model, StreamName and ConsumerName. */
export const ResourceName = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[a-zA-Z0-9_.-]+$/);
