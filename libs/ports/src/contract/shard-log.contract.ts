import { afterAll, beforeAll, describe } from '@jest/globals';
import { appendingContract } from './appending.js';
import { claimingContract } from './claiming.js';
import { closingContract } from './closing.js';
import { decidingContract } from './deciding.js';
import { locatingContract } from './locating.js';
import { readingContract } from './reading.js';
import type { ShardLogStorage } from './shard-log-storage.js';

/** Registers the suite that every shard log passes, whatever stores it. */
export function shardLogContract(name: string, openStorage: () => Promise<ShardLogStorage>): void {
  describe(name, () => {
    let opened: ShardLogStorage | undefined;
    const storage = (): ShardLogStorage => {
      if (!opened) throw new Error('the storage is not open yet');
      return opened;
    };
    beforeAll(async () => {
      opened = await openStorage();
    });
    afterAll(() => opened?.close());

    claimingContract(storage);
    appendingContract(storage);
    decidingContract(storage);
    closingContract(storage);
    readingContract(storage);
    locatingContract(storage);
  });
}
