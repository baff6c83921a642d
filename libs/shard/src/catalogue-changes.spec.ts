import { describe, expect, it } from '@jest/globals';
import { decideAccountSettings, resourceInUse, type StreamId } from '#lib/kinesis';
import { CatalogueStage, named, SCOPE, START_MS } from './testing/catalogue-stage.js';

const stage = () => new CatalogueStage();
const clicks = { name: named('clicks'), shardCount: 3 };

describe('changing a stream', () => {
  it('decides on the newest version, also where another process changed it a moment ago', async () => {
    const on = stage();
    const catalogue = await on.started();
    const deaf = Object.assign(on.controlLog.connectAnother(), { onAppended: () => () => undefined });
    const { id } = await catalogue.createStream(clicks);
    const other = await on.another({ controlLog: deaf });
    await catalogue.updateStream(id, ({ id: streamId }, { nowMs: atMs }) => [
      { type: 'StreamTagsChanged', streamId, tags: { team: 'sales' }, atMs },
    ]);
    const seen: unknown[] = [];
    const changed = await other.updateStream(id, (stream, { account, nowMs, scope }) => {
      seen.push(stream.tags, account.streams.get(id) === stream, nowMs, scope);
      return [];
    });
    expect(seen).toEqual([{ team: 'sales' }, true, START_MS, SCOPE]);
    expect(changed.tags).toEqual({ team: 'sales' });
  });

  it('that needs no change writes nothing', async () => {
    const on = stage();
    const catalogue = await on.started();
    const stream = await catalogue.createStream(clicks);
    const before = await on.history();
    expect(await catalogue.updateStream(stream.id, () => [])).toBe(stream);
    expect(await on.history()).toEqual(before);
  });

  it('that is gone is refused, and what the decision throws is thrown', async () => {
    const catalogue = await stage().started();
    const { id } = await catalogue.createStream(clicks);
    const refuse = () => {
      throw resourceInUse('not now');
    };
    await expect(catalogue.updateStream(id, refuse)).rejects.toThrow('not now');
    await expect(catalogue.updateStream('none' as StreamId, () => [])).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });
});

describe('changing the account', () => {
  it('is seen by every process', async () => {
    const on = stage();
    const [catalogue, other] = [await on.started(), await on.another()];
    const account = await catalogue.updateAccount(({ settings }, { nowMs }) =>
      decideAccountSettings(settings, 'ENABLED', nowMs),
    );
    expect(account.settings.throughputCommitment).toMatchObject({ status: 'ENABLED', startedAtMs: START_MS });
    await on.timers.settle();
    expect(other.account()).toEqual(account);
    expect(await on.history()).toEqual(['AccountSettingsChanged']);
  });
});
