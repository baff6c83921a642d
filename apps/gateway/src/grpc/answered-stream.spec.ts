import { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { AnsweredStream, MOST_BYTES, MOST_REQUESTS } from './answered-stream.js';

/** A call, both of whose ends the test holds. */
class Call extends Duplex {
  readonly answers: string[] = [];
  /** What the client reads with; it reads at once unless this waits. */
  reading: Promise<void> = Promise.resolve();
  isEnded = false;

  constructor() {
    super({ objectMode: true });
    this.on('finish', () => (this.isEnded = true));
  }

  override _read(): void {}

  override _write(answer: string, _encoding: string, done: () => void): void {
    this.answers.push(answer);
    void this.reading.finally(done);
  }

  send(count: number): void {
    for (let i = 0; i < count; i += 1) this.push(`request ${i}`);
  }
}

/** Answers when it is told to. */
class Work {
  readonly begun: string[] = [];
  private readonly resolvers: (() => void)[] = [];

  readonly answer = (request: string): Promise<string> => {
    this.begun.push(request);
    return new Promise((resolve) => {
      this.resolvers.push(() => resolve(`answer to ${request}`));
    });
  };

  finish(index: number): void {
    this.resolvers[index]?.();
  }

  finishAll(): void {
    for (const resolve of this.resolvers) resolve();
  }
}

function start({ bytes = 1 }: { readonly bytes?: number } = {}) {
  const call = new Call();
  const work = new Work();
  const stream = new AnsweredStream<string, string>(call, { answer: work.answer, bytesOf: () => bytes });
  return { call, work, stream };
}

describe('an answered stream', () => {
  it('answers in the order of the requests, whatever is done first', async () => {
    const { call, work } = start();
    call.send(3);
    await turn();
    work.finish(2);
    work.finish(1);
    await turn();
    expect(call.answers).toEqual([]);
    work.finish(0);
    await turn();
    expect(call.answers).toEqual(['answer to request 0', 'answer to request 1', 'answer to request 2']);
  });

  it('reads no further while enough requests are in work', async () => {
    const { call, work } = start();
    call.send(MOST_REQUESTS + 5);
    await turn();
    expect(work.begun).toHaveLength(MOST_REQUESTS);
    work.finish(0);
    await turn();
    expect(work.begun).toHaveLength(MOST_REQUESTS + 1);
  });

  it('reads no further while enough bytes are in work, but takes one request of any size', async () => {
    const { call, work } = start({ bytes: MOST_BYTES });
    call.send(2);
    await turn();
    expect(work.begun).toEqual(['request 0']);
    work.finish(0);
    await turn();
    expect(work.begun).toEqual(['request 0', 'request 1']);
  });

  it('counts an answer as in work until the client has room for it', async () => {
    const { call, work } = start();
    const reads = Promise.withResolvers<void>();
    call.reading = reads.promise;
    call.send(MOST_REQUESTS + 100);
    await turn();
    work.finishAll();
    await turn();
    const begun = work.begun.length;
    expect(begun).toBeLessThan(MOST_REQUESTS + call.writableHighWaterMark + 1);
    reads.resolve();
    await turn();
    expect(work.begun.length).toBeGreaterThan(begun);
  });

  it('ends the call when the client has sent its last request and it is answered', async () => {
    const { call, work, stream } = start();
    call.send(1);
    call.push(null);
    await turn();
    expect(call.isEnded).toBe(false);
    work.finishAll();
    await stream.ended;
    expect(call.answers).toEqual(['answer to request 0']);
    expect(call.isEnded).toBe(true);
  });

  it('begins nothing more once it stops, and answers what it has begun', async () => {
    const { call, work, stream } = start();
    call.send(1);
    await turn();
    const stopped = stream.stop();
    call.send(1);
    await turn();
    work.finishAll();
    await stopped;
    await turn();
    expect(work.begun).toEqual(['request 0']);
    expect(call.answers).toEqual(['answer to request 0']);
    expect(call.isEnded).toBe(false);
  });

  it('drops answers that nobody is there to read', async () => {
    const { call, work, stream } = start();
    call.send(1);
    await turn();
    call.destroy();
    await stream.ended;
    work.finishAll();
    await stream.stop();
    expect(call.answers).toEqual([]);
  });

  it('does not wait for a client that is gone to read', async () => {
    const { call, work, stream } = start();
    call.reading = new Promise(() => undefined);
    call.send(MOST_REQUESTS);
    await turn();
    work.finishAll();
    await turn();
    call.destroy();
    await stream.stop();
    expect(call.answers).toHaveLength(1);
  });
});
