import type { Attributes, Meter } from '@opentelemetry/api';
import type { Instrumentation } from '#lib/bootstrap';
import { KinesisError } from '#lib/kinesis';
import type { OperationName } from '#lib/wire';
import type { Caller } from './caller.js';
import type { CallSpan, CallSpans } from './tracing/call-spans.js';

/** A call that a door has read. */
export interface CallToObserve {
  readonly operation: OperationName;
  readonly input: unknown;
  readonly caller: Pick<Caller, 'door' | 'traceparent' | 'requestId'>;
}

/** A call that is observed: whoever began it says how it ended. */
export interface ObservedCall {
  /** Runs what belongs to the call. */
  within<Output>(operate: () => Output): Output;
  succeeded(): void;
  failed(error: unknown): void;
}

/** Counts the calls of every door, and traces a share of them. */
export class ObservedCalls implements Instrumentation {
  readonly name = 'calls';
  private readonly counts = new Map<string, { readonly attributes: Attributes; calls: number }>();

  /** @param spans undefined where nobody wants traces. */
  constructor(private readonly spans: CallSpans | undefined) {}

  begin(call: CallToObserve): ObservedCall {
    return new Observed(call, { count: this.count, span: this.spans?.begin(call) });
  }

  /** Observes what runs as one call. @throws what `operate` throws. */
  async run<Output>(call: CallToObserve, operate: () => Output | Promise<Output>): Promise<Output> {
    const observed = this.begin(call);
    try {
      const output = await observed.within(operate);
      observed.succeeded();
      return output;
    } catch (error) {
      observed.failed(error);
      throw error;
    }
  }

  instrument(meter: Meter): void {
    const options = { unit: '{call}', description: 'Calls by operation, door and error.' };
    meter.createObservableCounter('shardwell.calls', options).addCallback((result) => {
      for (const { attributes, calls } of this.counts.values()) result.observe(calls, attributes);
    });
  }

  private readonly count = ({ operation, caller: { door } }: CallToObserve, error: string): void => {
    const key = `${door} ${operation} ${error}`;
    let count = this.counts.get(key);
    if (count === undefined) {
      const attributes = { operation, door, ...(error === '' ? {} : { 'error.type': error }) };
      count = { attributes, calls: 0 };
      this.counts.set(key, count);
    }
    count.calls += 1;
  };
}

interface Observers {
  readonly count: (call: CallToObserve, error: string) => void;
  readonly span: CallSpan | undefined;
}

class Observed implements ObservedCall {
  constructor(
    private readonly call: CallToObserve,
    private readonly observers: Observers,
  ) {}

  within<Output>(operate: () => Output): Output {
    const { span } = this.observers;
    return span === undefined ? operate() : span.within(operate);
  }

  succeeded(): void {
    const { count, span } = this.observers;
    count(this.call, '');
    span?.end();
  }

  failed(error: unknown): void {
    const { count, span } = this.observers;
    count(this.call, error instanceof KinesisError ? error.code : 'InternalFailure');
    span?.end(error);
  }
}
