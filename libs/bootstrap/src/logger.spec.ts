import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { nestLogger } from './logger.js';

function record(level: string, say: (logger: ReturnType<typeof nestLogger>) => void): object[] {
  const lines: object[] = [];
  say(nestLogger(pino({ level }, { write: (line) => lines.push(JSON.parse(line) as object) })));
  return lines;
}

describe('nestLogger', () => {
  it("is silent at info about Nest's normal operation", () => {
    expect(
      record('info', (logger) => logger.log('Nest application successfully started', 'NestApplication')),
    ).toEqual([]);
  });

  it.each([
    ['log', 20],
    ['warn', 40],
    ['error', 50],
    ['fatal', 60],
    ['debug', 20],
    ['verbose', 10],
  ] as const)('writes what Nest says by %s at level %i with its context', (method, level) => {
    const lines = record('trace', (logger) => logger[method]?.('it happened', 'Router'));
    expect(lines).toEqual([expect.objectContaining({ level, msg: 'it happened', context: 'Router' })]);
  });

  it('keeps the stack of an error, however Nest gives it', () => {
    const error = new Error('broken');
    const lines = record('info', (logger) => {
      logger.error(error, 'ExceptionsHandler');
      logger.error('broken', 'Error: broken\n    at somewhere', 'ExceptionsHandler');
    });
    expect(lines).toEqual([
      expect.objectContaining({ err: expect.objectContaining({ message: 'broken', stack: error.stack }) }),
      expect.objectContaining({
        msg: 'broken',
        stack: 'Error: broken\n    at somewhere',
        context: 'ExceptionsHandler',
      }),
    ]);
  });
});
