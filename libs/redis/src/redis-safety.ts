import type { Durability } from '#lib/kinesis';
import { StorageError, type Clock } from '#lib/ports';
import { isForbidden } from './refusals.js';
import type { RedisConnection } from './redis-connection.js';
import { RedisSafe, RedisUnsafe, RedisUnverified, type RedisEvent } from './redis-event.js';
import { parseInfo } from './redis-info.js';
import { clockProblem, reportedFailures, settingsFor, unmetRequirements } from './redis-requirements.js';
import type { RedisSession } from './redis-session.js';

export interface RedisSafetyOptions {
  readonly durability: Durability;
  readonly clock: Clock;
  readonly onEvent: (event: RedisEvent) => void;
}

const CHECK_INTERVAL_MS = 10_000;

/**
 * Whether Redis can keep what it is asked to keep. Looked at before a connection is used, and every 10 s: somebody may
 * change a setting. While it cannot, writes are refused with the reason; a level is never weakened in silence.
 */
export class RedisSafety {
  private found: readonly string[] = [];
  private timer: NodeJS.Timeout | undefined;
  private isUnverifiedTold = false;

  constructor(private readonly options: RedisSafetyOptions) {}

  /** What is wrong, with what to do about it; empty where nothing is. */
  problems(): readonly string[] {
    return this.found;
  }

  /** @throws StorageError not-executed while something is wrong. */
  requireSafe(): void {
    if (this.found.length > 0)
      throw new StorageError('not-executed', `Redis is not safe: ${this.found.join(' ')}`);
  }

  async check(session: RedisSession): Promise<void> {
    const [info, settings, clock] = await Promise.all([
      session.sendForText('info', []),
      this.settingProblems(session),
      this.clockProblem(session),
    ]);
    this.conclude([...reportedFailures(parseInfo(String(info))), ...settings, ...clock]);
  }

  /** Checks from now on. A check that fails with its connection says nothing: the next connection is checked first. */
  watch(connection: RedisConnection): void {
    const check = async (): Promise<void> => {
      if (connection.isConnected) await this.check(connection.present());
    };
    this.timer = setInterval(() => void check().catch(() => undefined), CHECK_INTERVAL_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private conclude(problems: readonly string[]): void {
    const { onEvent } = this.options;
    const wasSafe = this.found.length === 0;
    const isNews = problems.join() !== this.found.join();
    this.found = problems;
    if (problems.length === 0) {
      if (!wasSafe) onEvent(new RedisSafe());
    } else if (isNews) onEvent(new RedisUnsafe(problems));
  }

  private async settingProblems(session: RedisSession): Promise<readonly string[]> {
    const { durability } = this.options;
    const names = settingsFor(durability);
    try {
      const answers = await Promise.all(names.map((name) => session.sendForText('config', ['GET', name])));
      const settings = new Map(
        (answers as readonly [string, string][]).map(([name, value]) => [name, value]),
      );
      return unmetRequirements(settings, durability);
    } catch (error) {
      if (!(error instanceof StorageError && isForbidden(error.message))) throw error;
      return this.unverified(names);
    }
  }

  /** At `disk` nobody may be told "on disk" by a server that cannot be asked; below it a warning is enough. */
  private unverified(names: readonly string[]): readonly string[] {
    const { durability, onEvent } = this.options;
    if (durability === 'disk') {
      return [
        `CONFIG GET is forbidden, so nobody can tell whether Redis syncs before it answers (${names.join(', ')}). ` +
          'Allow it to this user (ACL SETUSER … +config|get), or take durability interval.',
      ];
    }
    if (!this.isUnverifiedTold) onEvent(new RedisUnverified(names));
    this.isUnverifiedTold = true;
    return [];
  }

  private async clockProblem(session: RedisSession): Promise<readonly string[]> {
    const { clock } = this.options;
    const sentAtMs = clock.nowMs();
    const [seconds, microseconds] = (await session.sendForText('time', [])) as readonly [string, string];
    const ownMs = clock.nowMs();
    const redisMs = Number(seconds) * 1000 + Number(microseconds) / 1000;
    const problem = clockProblem({ ownMs, redisMs, roundTripMs: ownMs - sentAtMs });
    return problem === undefined ? [] : [problem];
  }
}
