import { describe, expect, it } from '@jest/globals';
import { MAX_LINE_CHARS, readLogLine, TRUNCATED } from './log-line.js';

describe('readLogLine', () => {
  it.each([
    ['pino', '{"level":50,"time":1935904089000,"msg":"no stock"}', 'ERROR', 'no stock'],
    ['winston', '{"message":"order 12 is late","level":"warn"}', 'WARN', 'order 12 is late'],
    ['ECS', '{"@timestamp":"2031-05-06T07:08:09Z","log.level":"info","message":"ready"}', 'INFO', 'ready'],
    ['no level', '{"msg":"ready"}', 'UNSPECIFIED', 'ready'],
    ['a level of its own', '{"msg":"ready","level":35}', 'UNSPECIFIED', 'ready'],
    [
      'names of prototypes',
      '{"__proto__":{"msg":"no"},"level":"constructor","msg":"yes"}',
      'UNSPECIFIED',
      'yes',
    ],
  ])('reads JSON lines: %s', (_logger, text, level, content) => {
    expect(readLogLine(text)).toEqual({ level, content });
  });

  it.each(['{"msg":', '{not json}', '{"count":3}', '{}', '{"msg":7}'])(
    'takes as text what is not a JSON message: %s',
    (text) => {
      expect(readLogLine(text)).toEqual({ level: 'UNSPECIFIED', content: text });
    },
  );

  it('separates a text line into header and content', () => {
    expect(readLogLine('07:08:09.123 [main] INFO com.example.Shop - open')).toEqual({
      level: 'INFO',
      content: 'open',
    });
  });

  it('says so where it cuts a line that is too long', () => {
    const { content } = readLogLine('x'.repeat(MAX_LINE_CHARS + 1));
    expect(content).toBe(`${'x'.repeat(MAX_LINE_CHARS)} ${TRUNCATED}`);
    expect(readLogLine('x'.repeat(MAX_LINE_CHARS)).content).toHaveLength(MAX_LINE_CHARS);
  });
});
