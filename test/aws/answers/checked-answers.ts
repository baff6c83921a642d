// Looks at each answer before AWS's SDK does: an SDK forgives much that other clients do not.
import { pipeline, Transform, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Kinesis } from '@aws-sdk/client-kinesis';
import { EventStreamReader } from '../../../libs/wire/src/event-stream/event-stream-reader.js';
import { SERVICE_MODEL } from '../../../libs/wire/src/service-model.generated.js';
import { shapeViolations } from './shape-violations.js';

/** What of an answer of an HTTP handler is looked at. */
interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  body: Readable | Buffer;
}

const JSON_1_1 = 'application/x-amz-json-1.1';
const EVENT_STREAM = 'application/vnd.amazon.eventstream';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const EXTENDED_ID = /^[A-Za-z0-9+/]{80,108}={0,2}$/;
/** What any operation may answer, whatever errors the model lists for it. */
const COMMON_ERRORS = ['ValidationException', 'AccessDeniedException'];

/** Has every answer that a client gets checked against the service model. @returns what was wrong so far. */
export function checkAnswersOf({ middlewareStack }: Kinesis): string[] {
  const found: string[] = [];
  middlewareStack.add(
    (next, { commandName = '' }) =>
      async (request) => {
        const answered = await next(request);
        const operation = commandName.replace(/Command$/, '');
        const report = (sentences: readonly string[]): void =>
          void found.push(...sentences.map((sentence) => `${operation}: ${sentence}`));
        await lookAt(answered.response as HttpAnswer, { operation, report });
        return answered;
      },
    // Next to the handler: the answer is as it came.
    { step: 'deserialize', priority: 'low' },
  );
  return found;
}

interface Look {
  readonly operation: string;
  readonly report: (sentences: readonly string[]) => void;
}

async function lookAt(answer: HttpAnswer, { operation, report }: Look): Promise<void> {
  report(headerViolations(answer.headers));
  const shape = SERVICE_MODEL.operations[operation]?.output;
  const body = answer.body as Readable;
  if (answer.headers['content-type'] === EVENT_STREAM) {
    answer.body = pipeline(body, lookingAtEvents(report), () => undefined);
    return;
  }
  const bytes = await buffer(body);
  answer.body = bytes;
  report(lengthViolations(answer.headers, bytes));
  if (answer.statusCode !== 200) report(errorViolations(answer, { operation, bytes }));
  else if (shape === undefined)
    report(bytes.length === 0 ? [] : [`answers ${bytes}, where AWS answers nothing`]);
  else report(shapeViolations(JSON.parse(bytes.toString()), { shape, path: 'the answer' }));
}

function headerViolations(headers: HttpAnswer['headers']): readonly string[] {
  const types = [JSON_1_1, EVENT_STREAM];
  const { 'content-type': type = '', 'x-amzn-requestid': id = '', 'x-amz-id-2': extendedId = '' } = headers;
  return [
    ...(types.includes(type) ? [] : [`the content type is ${type}`]),
    ...(UUID.test(id) ? [] : [`the request id is ${id}`]),
    ...(EXTENDED_ID.test(extendedId) ? [] : [`x-amz-id-2 is ${extendedId}`]),
    ...(Number.isNaN(Date.parse(headers['date'] ?? '')) ? [`the date is ${headers['date']}`] : []),
  ];
}

function lengthViolations(headers: HttpAnswer['headers'], { length }: Buffer): readonly string[] {
  const said = headers['content-length'];
  return said === String(length) ? [] : [`the content length is ${said}, and ${length} bytes came`];
}

function errorViolations(
  { statusCode, headers }: HttpAnswer,
  { operation, bytes }: { readonly operation: string; readonly bytes: Buffer },
): readonly string[] {
  const body = JSON.parse(bytes.toString()) as Readonly<Record<string, unknown>>;
  const { __type: code } = body;
  const known = [...(SERVICE_MODEL.operations[operation]?.errors ?? []), ...COMMON_ERRORS];
  return [
    ...(statusCode === 400 ? [] : [`an error of status ${statusCode}: ${bytes}`]),
    ...(known.includes(String(code)) ? [] : [`the model lists no error ${code}: ${bytes}`]),
    ...(headers['x-amzn-errortype'] === code ? [] : [`x-amzn-ErrorType is ${headers['x-amzn-errortype']}`]),
    ...(Object.keys(body).join() === '__type,message' && body['message'] !== ''
      ? []
      : [`an error has other members: ${bytes}`]),
  ];
}

/** Looks at the messages of an event stream while they pass. */
function lookingAtEvents(report: Look['report']): Transform {
  const reader = new EventStreamReader();
  let isFirst = true;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      for (const { headers, payload } of reader.read(chunk)) {
        report(messageViolations(headers, { isFirst, text: Buffer.from(payload).toString() }));
        isFirst = false;
      }
      done(null, chunk);
    },
  });
}

function messageViolations(
  headers: Readonly<Record<string, string>>,
  { isFirst, text }: { readonly isFirst: boolean; readonly text: string },
): readonly string[] {
  const { ':message-type': kind, ':event-type': type, ':content-type': contentType } = headers;
  const isInitial = type === 'initial-response';
  if (isFirst !== isInitial) return [`the message ${type} stands at the wrong place`];
  if (contentType !== JSON_1_1) return [`the content type of a message is ${contentType}`];
  const body = JSON.parse(text) as object;
  if (kind === 'exception') return 'message' in body ? [] : [`an exception without a message: ${text}`];
  if (isInitial) return text === '{}' ? [] : [`the initial response is ${text}`];
  return shapeViolations(body, { shape: 'SubscribeToShardEvent', path: 'the event' });
}
