import { StorageError, type ControlLog, type ShardLog } from '#lib/ports';

/** What may befall an append on its way. */
export type Mishap = 'none' | 'reply-lost' | 'late';

/**
 * Stands between processes and their storage: every request and every answer waits until the test lets it go, in an order
 * that the test chooses. A process that crashed gets no answer any more; what it has sent may still arrive.
 */
export class LaggingNetwork {
  private readonly held: (() => void)[] = [];
  private readonly crashed = new Set<number>();

  /** @param nextMishap what befalls the next append. */
  constructor(private readonly nextMishap: () => Mishap) {}

  /** Lets one request or answer go. False where none is on its way. */
  letGo(choice: number): boolean {
    const [go] = this.held.splice(choice % Math.max(1, this.held.length), 1);
    go?.();
    return go !== undefined;
  }

  crash(process: number): void {
    this.crashed.add(process);
  }

  controlLogOf(process: number, log: ControlLog): ControlLog {
    return {
      append: (version, events) => this.append(process, () => log.append(version, events)),
      readAfter: (version) => this.ask(process, () => log.readAfter(version)),
      loadSnapshot: () => this.ask(process, () => log.loadSnapshot()),
      saveSnapshot: (snapshot) => this.ask(process, () => log.saveSnapshot(snapshot)),
      onAppended: (listener) => log.onAppended(listener),
    };
  }

  shardLogOf(process: number, log: ShardLog): Pick<ShardLog, 'open' | 'delete'> {
    return {
      open: (shards) => this.ask(process, () => log.open(shards)),
      delete: (shards) => this.ask(process, () => log.delete(shards)),
    };
  }

  private async append(process: number, execute: () => Promise<boolean>): Promise<boolean> {
    const mishap = this.nextMishap();
    if (mishap === 'none') return this.ask(process, execute);
    if (mishap === 'late') void this.lag().then(execute);
    else await this.ask(process, execute);
    throw new StorageError('unknown', 'lost on the way');
  }

  private async ask<T>(process: number, execute: () => Promise<T>): Promise<T> {
    if (this.crashed.has(process)) return new Promise<never>(() => undefined);
    await this.lag();
    const answer = await execute();
    await this.lag();
    return this.crashed.has(process) ? new Promise<never>(() => undefined) : answer;
  }

  private lag(): Promise<void> {
    return new Promise((resolve) => {
      this.held.push(resolve);
    });
  }
}
