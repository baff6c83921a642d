import type { Attributes, Meter } from '@opentelemetry/api';
import type { Instrumentation } from '#lib/bootstrap';
import { kinesisErrorOf } from '#lib/kinesis';
import type { OperationName } from '#lib/wire';
import type { Caller } from './caller.js';
import type { CallSpans } from './tracing/call-spans.js';

/** A call that a door has read. */
export interface CallToObserve {
  readonly operation: OperationName;
  readonly input: unknown;
  readonly caller: Pick<Caller, 'door' | 'traceparent' | 'requestId'>;
}

/** Counts the calls of every door, and traces a share of them. */
export class ObservedCalls implements Instrumentation {
  readonly name = 'calls';
  private readonly counts = new Map<string, { readonly attributes: Attributes; calls: number }>();

  /** @param spans undefined where nobody wants traces. */
  constructor(private readonly spans: CallSpans | undefined) {}

  /** Observes what runs as one call. @throws what `operate` throws. */
  async run<Output>(call: CallToObserve, operate: () => Output | Promise<Output>): Promise<Output> {
    const span = this.spans?.begin(call);
    try {
      const output = await (span === undefined ? operate() : span.within(operate));
      this.count(call, '');
      span?.end();
      return output;
    } catch (error) {
      this.count(call, kinesisErrorOf(error).code);
      span?.end(error);
      throw error;
    }
  }

  instrument(meter: Meter): void {
    const options = { unit: '{call}', description: 'Calls by operation, door and error.' };
    meter.createObservableCounter('shardwell.calls', options).addCallback((result) => {
      for (const { attributes, calls } of this.counts.values()) result.observe(calls, attributes);
    });
  }

  /** @param error its code; empty where there was none. */
  private count({ operation, caller: { door } }: CallToObserve, error: string): void {
    const key = `${door} ${operation} ${error}`;
    let count = this.counts.get(key);
    if (count === undefined) {
      const attributes = { operation, door, ...(error === '' ? {} : { 'error.type': error }) };
      count = { attributes, calls: 0 };
      this.counts.set(key, count);
    }
    count.calls += 1;
  }
}
