import { signedHeaders } from './signed-request.js';

/** One call of the Kinesis API, outside of what is measured. @throws Error with the answer of a server that refuses. */
export async function kinesisCall<Output>(port: number, operation: string, input: object): Promise<Output> {
  const body = Buffer.from(JSON.stringify(input));
  const request = { operation, contentType: 'application/x-amz-json-1.1', body };
  const answer = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: signedHeaders(request, `127.0.0.1:${port}`),
    body,
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${operation}: HTTP ${answer.status}: ${text}`);
  return (text ? JSON.parse(text) : {}) as Output;
}
