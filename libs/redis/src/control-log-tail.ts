import { REDIS_KEYS } from './redis-keys.js';
import type { RedisSession } from './redis-session.js';

/** How long one wait in Redis lasts; the connection's reply time-out must be longer. */
export const TAIL_WAIT_MS = 10_000;

/**
 * Tells listeners that the control log has grown: one XREAD that waits in Redis, over a connection of its own.
 *
 * It follows each session of that connection from the end that it reads first, and tells the listeners then: what was
 * appended while there was no connection is never missed.
 */
export class ControlLogTail {
  private readonly listeners = new Set<() => void>();

  onAppended(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tells the listeners to read: something was appended, or may have been. */
  tell(): void {
    for (const listener of this.listeners) listener();
  }

  /** Begins with a new session; resolves when it follows. */
  async begin(session: RedisSession): Promise<void> {
    const end = await readEnd(session);
    this.tell();
    void this.follow(session, end);
  }

  private async follow(session: RedisSession, from: string): Promise<void> {
    let end = from;
    try {
      for (;;) {
        const grown = await session.send('xread', [
          'BLOCK',
          TAIL_WAIT_MS,
          'STREAMS',
          REDIS_KEYS.controlLog,
          end,
        ]);
        if (grown === null) continue;
        end = await readEnd(session);
        this.tell();
      }
    } catch (error) {
      // Whatever it was, the next session begins anew; the loss is told by the connection.
      session.drop(String(error));
    }
  }
}

async function readEnd(session: RedisSession): Promise<string> {
  const answer = await session.sendForText('xrevrange', [REDIS_KEYS.controlLog, '+', '-', 'COUNT', 1]);
  const [newest] = answer as readonly (readonly [id: string, fields: unknown])[];
  return newest?.[0] ?? '0-0';
}
