import { Command, ReplyError, type Redis } from 'ioredis';
import { StorageError } from '#lib/ports';
import { refusalOf } from './refusals.js';

/** What Redis says about itself when somebody connects. */
export interface RedisServer {
  readonly version: string;
  /** Random, new for each start of the server. */
  readonly runId: string;
}

/** An argument of a command. Buffers go as they are. */
export type Argument = string | Buffer | number;

/**
 * One socket to Redis, from ready to lost. A command is sent once, over this socket or never; when the socket is lost,
 * everything that waits rejects as `unknown`, and the session is of no more use.
 *
 * Invariant: replies come in the order of the commands, so what one of them shows holds for those that follow.
 */
export class RedisSession {
  /** Resolves with the reason when the socket is lost, whoever gave it up. */
  readonly lost: Promise<string>;
  private reason = 'closed by the server';
  private isCorked = false;

  constructor(
    private readonly client: Redis,
    readonly number: number,
    readonly server: RedisServer,
  ) {
    client.on('error', (error: Error) => (this.reason = error.message));
    this.lost = new Promise((resolve) => client.once('end', () => resolve(this.reason)));
  }

  get isOpen(): boolean {
    return this.client.status === 'ready' && this.client.stream.writable;
  }

  /** Sends a command; strings of the reply are Buffers. @throws StorageError by what Redis answered, or did not. */
  async send(name: string, args: readonly Argument[]): Promise<unknown> {
    return this.sendCommand(new Command(name, [...args], { replyEncoding: null }));
  }

  /** As `send`; strings of the reply are text. */
  async sendForText(name: string, args: readonly Argument[]): Promise<unknown> {
    return this.sendCommand(new Command(name, [...args], { replyEncoding: 'utf8' }));
  }

  async sendCommand(command: Command): Promise<unknown> {
    if (!this.isOpen)
      throw new StorageError('disconnected', `the connection to Redis is lost: ${this.reason}`);
    this.corkUntilEndOfCallback();
    try {
      return await this.client.sendCommand(command);
    } catch (error) {
      throw this.failed(command, error);
    }
  }

  /** Gives the socket up at once. */
  drop(reason: string): void {
    this.reason = reason;
    this.client.stream.destroy();
  }

  /**
   * All commands of one callback of the event loop leave in one write: the actors append in one, so many shards' appends
   * cost one system call, and none of them waits for whatever else the turn brings.
   */
  private corkUntilEndOfCallback(): void {
    if (this.isCorked) return;
    this.isCorked = true;
    const { stream } = this.client;
    stream.cork();
    process.nextTick(() => {
      this.isCorked = false;
      stream.uncork();
    });
  }

  private failed(command: Command, error: unknown): StorageError {
    const cause = { cause: error };
    if (!(error instanceof ReplyError)) {
      return new StorageError('unknown', `no reply to ${command.name}: ${this.reason}`, cause);
    }
    const { message } = error as Error;
    const { kind, losesConnection } = refusalOf(message);
    if (losesConnection) this.drop(message);
    return new StorageError(kind, message, cause);
  }
}
