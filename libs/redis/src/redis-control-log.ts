import type { AccountEvent } from '#lib/kinesis';
import { StorageError, type ControlChange, type ControlLog, type ControlSnapshot } from '#lib/ports';
import { CONTROL_APPEND_SCRIPT, KEEP_SNAPSHOT_SCRIPT } from './control-log.lua.js';
import type { ControlLogTail } from './control-log-tail.js';
import type { RedisConnection } from './redis-connection.js';
import { REDIS_KEYS } from './redis-keys.js';
import type { RedisSafety } from './redis-safety.js';
import { runScript } from './redis-script.js';

export interface RedisControlLogOptions {
  readonly connection: RedisConnection;
  readonly safety: RedisSafety;
  readonly tail: ControlLogTail;
}

const VERSIONS_AT_ONCE = 500;

/** The control log as one Redis Stream: version n is the entry `n-0`, whose field `events` holds JSON. */
export class RedisControlLog implements ControlLog {
  constructor(private readonly options: RedisControlLogOptions) {}

  async append(expectedVersion: number, events: readonly AccountEvent[]): Promise<boolean> {
    const { connection, safety } = this.options;
    safety.requireSafe();
    const version = Number(
      await runScript(connection.present(), CONTROL_APPEND_SCRIPT, {
        key: REDIS_KEYS.controlLog,
        args: [expectedVersion, JSON.stringify(events)],
      }),
    );
    if (version < expectedVersion) {
      throw new StorageError(
        'not-executed',
        `the control log ends at version ${version}, this process has seen ${expectedVersion}: Redis has lost changes.`,
      );
    }
    return version === expectedVersion;
  }

  async readAfter(version: number): Promise<readonly ControlChange[]> {
    const changes: ControlChange[] = [];
    let last = version;
    for (;;) {
      const args = [REDIS_KEYS.controlLog, `${last + 1}-0`, '+', 'COUNT', VERSIONS_AT_ONCE];
      const entries = await this.options.connection.present().sendForText('xrange', args);
      const chunk = (entries as readonly ControlEntry[]).map(changeOf);
      changes.push(...chunk);
      last = chunk.at(-1)?.version ?? last;
      if (chunk.length < VERSIONS_AT_ONCE) return changes;
    }
  }

  async loadSnapshot(): Promise<ControlSnapshot | undefined> {
    const args = [REDIS_KEYS.controlSnapshot, 'version', 'state'];
    const answer = await this.options.connection.present().sendForText('hmget', args);
    const [version, state] = answer as readonly [string | null, string | null];
    return version === null || state === null ? undefined : { version: Number(version), state };
  }

  async saveSnapshot({ version, state }: ControlSnapshot): Promise<void> {
    const { connection } = this.options;
    await runScript(connection.present(), KEEP_SNAPSHOT_SCRIPT, {
      key: REDIS_KEYS.controlSnapshot,
      args: [version, state],
    });
  }

  onAppended(listener: () => void): () => void {
    return this.options.tail.onAppended(listener);
  }
}

type ControlEntry = readonly [id: string, fields: readonly [name: 'events', json: string]];

function changeOf([id, [, json]]: ControlEntry): ControlChange {
  return { version: Number.parseInt(id, 10), events: JSON.parse(json) as readonly AccountEvent[] };
}
