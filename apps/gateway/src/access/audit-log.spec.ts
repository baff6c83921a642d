import { beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualTimers } from '#lib/actor';
import { ANYONE } from '#lib/kinesis';
import type { Caller } from '../caller.js';
import { AuditLog } from './audit-log.js';
import { ALTOGETHER, PER_ADDRESS, WINDOW_MS } from './refusal-budget.js';

type Line = Readonly<Record<string, unknown>>;

let timers: VirtualTimers;
let lines: Line[];
let audit: AuditLog;

beforeEach(() => {
  timers = new VirtualTimers();
  lines = [];
  const log = (level: string) => (fields: Line) => void lines.push({ level, ...fields });
  audit = new AuditLog({
    logger: { info: log('info'), debug: log('debug') },
    timers,
    internalKeyId: 'internal-1',
  });
});

const caller = (members: Partial<Caller> = {}): Caller => ({
  principal: ANYONE,
  accessKeyId: 'AKIA',
  sourceIp: '192.0.2.1',
  isSecure: true,
  door: 'aws',
  requestId: 'a-request',
  ...members,
});
const refuse = (members: Partial<Caller> = {}) =>
  audit.refused({ caller: caller(members), action: 'GET /v1', result: 'AccessDeniedException' });

describe('the audit', () => {
  it('tells who did what, from where, and how it ended', () => {
    const call = { caller: caller(), action: 'kinesis:CreateStream', resource: 'arn:a' };
    audit.called({ ...call, result: 'ok' });
    audit.refused({ ...call, result: 'AccessDeniedException' });
    const line = {
      level: 'info',
      audit: true,
      principal: 'anonymous',
      accessKeyId: 'AKIA',
      action: 'kinesis:CreateStream',
      resource: 'arn:a',
      sourceIp: '192.0.2.1',
      requestId: 'a-request',
      door: 'aws',
    };
    expect(lines).toEqual([
      { ...line, event: 'call', result: 'ok' },
      { ...line, event: 'refusal', result: 'AccessDeniedException' },
    ]);
  });

  it('is quiet about the server’s own readers', () => {
    audit.called({
      caller: caller({ accessKeyId: 'internal-1' }),
      action: 'kinesis:ListShards',
      result: 'ok',
    });
    expect(lines).toMatchObject([{ level: 'debug', accessKeyId: 'internal' }]);
  });
});

describe('refusals', () => {
  it('of one address get so many lines in a window, and the rest is counted', async () => {
    for (let i = 0; i < PER_ADDRESS + 3; i += 1) refuse();
    refuse({ sourceIp: '192.0.2.2' });
    expect(lines).toHaveLength(PER_ADDRESS + 1);
    await timers.advance(WINDOW_MS);
    expect(lines.slice(PER_ADDRESS + 1)).toEqual([
      { level: 'info', audit: true, event: 'refusals left out', sourceIp: '192.0.2.1', count: 3 },
    ]);
    refuse();
    expect(lines.at(-1)).toMatchObject({ event: 'refusal', sourceIp: '192.0.2.1' });
  });

  it('of many addresses are bounded too, and the late ones are counted as one', async () => {
    for (let i = 0; i < ALTOGETHER + 7; i += 1) refuse({ sourceIp: `address ${i}` });
    refuse({ sourceIp: 'address 0' });
    expect(lines).toHaveLength(ALTOGETHER);
    await timers.advance(WINDOW_MS);
    expect(lines.slice(ALTOGETHER)).toMatchObject([
      { sourceIp: 'address 0', count: 1 },
      { sourceIp: '*', count: 7 },
    ]);
  });

  it('that were left out are told at the end, and no timer stays', () => {
    for (let i = 0; i <= PER_ADDRESS; i += 1) refuse();
    audit.close();
    expect(lines.at(-1)).toMatchObject({ event: 'refusals left out', count: 1 });
    expect(timers.pendingTimers).toBe(0);
  });
});
