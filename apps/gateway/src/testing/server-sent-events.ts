/** One message of server-sent events. */
export interface ServerSentEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** An open stream of server-sent events. */
export class ServerSentEvents {
  private readonly abort: AbortController;
  private readonly reader: AsyncIterator<string>;
  private text = '';

  private constructor(answer: Response, abort: AbortController) {
    if (!answer.body) throw new Error(`an answer without a body: ${answer.status}`);
    this.headers = answer.headers;
    this.abort = abort;
    this.reader = answer.body.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  }

  readonly headers: Headers;

  static async open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<ServerSentEvents> {
    const abort = new AbortController();
    return new ServerSentEvents(await fetch(url, { headers, signal: abort.signal }), abort);
  }

  /** The next messages; comments are left out. */
  async take(count: number): Promise<readonly ServerSentEvent[]> {
    const messages: ServerSentEvent[] = [];
    while (messages.length < count) {
      const end = this.text.indexOf('\n\n');
      if (end >= 0) {
        const message = messageOf(this.text.slice(0, end));
        this.text = this.text.slice(end + 2);
        if (message.data !== '') messages.push(message);
        continue;
      }
      const { value, done } = await this.reader.next();
      if (done === true) throw new Error(`ended after ${messages.length} messages`);
      this.text += value;
    }
    return messages;
  }

  /** Resolves when the server has ended the stream. */
  async ended(): Promise<void> {
    for (let next = await this.reader.next(); next.done !== true; next = await this.reader.next());
  }

  close(): void {
    this.abort.abort();
  }
}

function messageOf(text: string): ServerSentEvent {
  const fields = new Map(
    text.split('\n').map((line) => [line.split(':', 1)[0], line.replace(/^[^:]*: ?/, '')]),
  );
  return {
    id: fields.get('id') ?? '',
    event: fields.get('event') ?? 'message',
    data: fields.get('data') ?? '',
  };
}
