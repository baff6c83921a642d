import { KinesisError } from '#lib/kinesis';

/** What a call was refused with, as `Code: sentence`; `succeeded` where it was not. Other errors pass. */
export async function refusalOf(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    if (error instanceof KinesisError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'succeeded';
}
