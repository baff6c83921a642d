import {
  context,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { kinesisErrorOf, parseStreamArn } from '#lib/kinesis';
import type { OperationName } from '#lib/wire';
import { activeSpan } from './active-span.js';
import { parentSpanOf } from './parent-span.js';

export interface CallSpansOptions {
  readonly tracer: Tracer;
  /** The share of the calls that are traced, 0 to 1, of those whose caller did not decide it. */
  readonly sampling: number;
  /** 0 up to, not including, 1. */
  readonly random: () => number;
}

/** A call as its span tells of it. */
export interface TracedCall {
  readonly operation: OperationName;
  readonly input: unknown;
  readonly caller: { readonly traceparent?: string | undefined; readonly requestId: string };
}

/** The span of one call. */
export interface CallSpan {
  /** Runs what belongs to the call, so that spans of its parts find it. */
  within<Output>(operate: () => Output): Output;
  /** @param error why the call failed; undefined where it did not. */
  end(error?: unknown): void;
}

/** Makes spans of calls, of few of them: whether one is made is decided before anything else is. */
export class CallSpans {
  constructor(private readonly options: CallSpansOptions) {}

  /** The span of a call that begins; undefined where it is not traced. A caller who traces decides for us, too. */
  begin(call: TracedCall): CallSpan | undefined {
    const { traceparent } = call.caller;
    const parent = traceparent === undefined ? undefined : parentSpanOf(traceparent);
    if (parent === undefined) return this.isChosen() ? this.start(call, context.active()) : undefined;
    if ((parent.traceFlags & TraceFlags.SAMPLED) === 0) return undefined;
    return this.start(call, trace.setSpanContext(context.active(), parent));
  }

  private isChosen(): boolean {
    return this.options.random() < this.options.sampling;
  }

  private start(call: TracedCall, parent: Context): CallSpan {
    const { operation, input } = call;
    const stream = streamNameIn(input);
    const name = stream === undefined ? operation : `${operation} ${stream}`;
    const attributes = attributesOf(call, stream);
    return new RunningSpan(
      this.options.tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent),
    );
  }
}

class RunningSpan implements CallSpan {
  constructor(private readonly span: Span) {}

  within<Output>(operate: () => Output): Output {
    return activeSpan.run(this.span, operate);
  }

  end(error?: unknown): void {
    if (error !== undefined) this.fail(error);
    this.span.end();
  }

  /** What the client did wrong is no error of this span. Source: OpenTelemetry's conventions for servers. */
  private fail(error: unknown): void {
    const { code, status } = kinesisErrorOf(error);
    this.span.setAttribute('error.type', code);
    if (status >= 500) this.span.setStatus({ code: SpanStatusCode.ERROR });
  }
}

/** Source: OpenTelemetry's semantic conventions for messaging and for calls of AWS. */
const KIND_OF: Partial<Record<OperationName, 'send' | 'receive'>> = {
  PutRecord: 'send',
  PutRecords: 'send',
  GetRecords: 'receive',
  SubscribeToShard: 'receive',
};

function attributesOf({ operation, input, caller }: TracedCall, stream: string | undefined): Attributes {
  const { Records } = input as { readonly Records?: readonly unknown[] };
  const kind = KIND_OF[operation];
  return {
    'rpc.system': 'aws-api',
    'rpc.service': 'Kinesis',
    'rpc.method': operation,
    'aws.request_id': caller.requestId,
    'messaging.system': 'aws_kinesis',
    'messaging.operation.name': operation,
    ...(kind === undefined ? {} : { 'messaging.operation.type': kind }),
    ...(stream === undefined ? {} : { 'messaging.destination.name': stream }),
    ...(Records === undefined ? {} : { 'messaging.batch.message_count': Records.length }),
  };
}

function streamNameIn(input: unknown): string | undefined {
  const { StreamName, StreamARN } = input as { readonly StreamName?: string; readonly StreamARN?: string };
  return StreamName ?? (StreamARN === undefined ? undefined : parseStreamArn(StreamARN)?.name);
}
