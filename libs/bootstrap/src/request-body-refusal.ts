/** A body that does not reach its route. Nest and Fastify take its status for the answer's. */
export class RequestBodyRefusal extends Error {
  override readonly name = 'RequestBodyRefusal';
  readonly statusCode: number;
  readonly expose = true;

  constructor(
    readonly status: 400 | 413 | 415 | 503,
    message: string,
  ) {
    super(message);
    this.statusCode = status;
  }
}
