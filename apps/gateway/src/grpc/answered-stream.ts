import type { Readable, Writable } from 'node:stream';

export interface AnsweredStreamOptions<Request, Answer> {
  /** Never rejects. */
  readonly answer: (request: Request) => Promise<Answer>;
  /** What a request counts against `MOST_BYTES`. */
  readonly bytesOf: (request: Request) => number;
}

export const MOST_REQUESTS = 64;
export const MOST_BYTES = 4 * 1024 * 1024;

/**
 * A call that brings requests and takes an answer for each, in their order, while several of them are in work. It reads
 * no further while enough is in work; an answer leaves the work only when the client has room for it.
 *
 * Invariants: no request is begun while `MOST_REQUESTS` or `MOST_BYTES` are in work; requests are begun in their order,
 * and answers are written in it; after `stop` nothing more is begun.
 */
export class AnsweredStream<Request, Answer> {
  /** Resolves when the last answer was written, or there is nobody left to read it. Never rejects. */
  readonly ended: Promise<void>;
  private requestsInWork = 0;
  private bytesInWork = 0;
  /** Settles when all requests that were begun are answered. */
  private answered: Promise<void> = Promise.resolve();
  private isStopping = false;
  private wake: () => void = ignore;

  /** @param call in object mode. */
  constructor(
    private readonly call: Readable & Pick<Writable, 'write' | 'end'>,
    private readonly options: AnsweredStreamOptions<Request, Answer>,
  ) {
    this.ended = new Promise((end) => {
      call.on('end', () => void this.answered.then(() => call.end()));
      call.on('close', end);
    });
    call.on('data', (request: Request) => this.begin(request));
    for (const event of ['drain', 'close']) call.on(event, () => this.wake());
  }

  /** Begins nothing more. Resolves when all that was begun is answered; ending the call is the caller's business. */
  stop(): Promise<void> {
    this.isStopping = true;
    this.call.pause();
    return this.answered;
  }

  private begin(request: Request): void {
    const bytes = this.options.bytesOf(request);
    this.requestsInWork += 1;
    this.bytesInWork += bytes;
    if (this.isFull) this.call.pause();
    const answering = this.options.answer(request);
    this.answered = this.answered.then(async () => {
      await this.write(await answering);
      this.requestsInWork -= 1;
      this.bytesInWork -= bytes;
      if (!this.isFull && !this.isStopping) this.call.resume();
    });
  }

  private get isFull(): boolean {
    return this.requestsInWork >= MOST_REQUESTS || this.bytesInWork >= MOST_BYTES;
  }

  /** Resolves when there is room for another answer, or nobody left to read it. */
  private async write(answer: Answer): Promise<void> {
    if (this.call.destroyed || this.call.write(answer)) return;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
  }
}

function ignore(): void {}
