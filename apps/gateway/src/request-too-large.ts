import type { FastifyRequest } from 'fastify';
import { KinesisError } from '#lib/kinesis';

/** The refusal of a body over the limit, which is not read to its end: its size is known where the client said it. */
export function requestTooLarge({
  headers,
  routeOptions,
}: Pick<FastifyRequest, 'headers' | 'routeOptions'>): KinesisError {
  const { bodyLimit } = routeOptions;
  const size = headers['content-length'] ?? `more than ${bodyLimit}`;
  return new KinesisError(
    'RequestEntityTooLarge',
    `The request body has ${size} bytes, one request takes up to ${bodyLimit}. Put fewer or smaller records in a request.`,
  );
}
