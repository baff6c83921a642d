import { KinesisError } from '#lib/kinesis';

/** The request cannot be read: not JSON, or a value of another type than the model's. */
export const serializationException = (message: string): KinesisError =>
  new KinesisError('SerializationException', message);
