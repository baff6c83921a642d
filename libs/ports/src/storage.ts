import type { Durability } from '#lib/kinesis';
import type { ControlLog } from './control-log.js';
import type { ShardLog } from './shard-log.js';

/** Everything that outlives a process, behind one door. */
export interface Storage {
  readonly shardLog: ShardLog;
  readonly controlLog: ControlLog;
  readonly installation: Installation;
  /** Why writes are not safe now, in words for an operator; empty when they are. */
  problems(): readonly string[];
  close(): Promise<void>;
}

/** What all processes of an installation share; made once, when the first of them starts. */
export interface Installation {
  /** Random, for ever. */
  readonly id: string;
  /** 32 bytes that seal shard iterators and page tokens. */
  readonly tokenKey: Uint8Array;
  /** The strongest level that a put can be acknowledged at. */
  readonly durability: Durability;
}
