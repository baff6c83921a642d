import type { FastifyRequest } from 'fastify';
import { RequestBodyRefusal } from '#lib/bootstrap';
import { KinesisError } from '#lib/kinesis';

/**
 * The refusal of a body over the limit, which is not read to its end: its size is known where the client said it.
 *
 * @param cause what the HTTP server said; a packed body has a sentence of its own.
 */
export function requestTooLarge(
  { headers, routeOptions }: Pick<FastifyRequest, 'headers' | 'routeOptions'>,
  cause: unknown,
): KinesisError {
  const { bodyLimit } = routeOptions;
  const size = headers['content-length'] ?? `more than ${bodyLimit}`;
  const sentence =
    cause instanceof RequestBodyRefusal
      ? cause.message
      : `The request body has ${size} bytes, one request takes up to ${bodyLimit}.`;
  return new KinesisError('RequestEntityTooLarge', `${sentence} Put fewer or smaller records in a request.`);
}
