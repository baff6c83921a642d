import { describe, expect, it } from '@jest/globals';
import {
  ActorCrashed,
  ActorStarted,
  ActorStopped,
  CleanupFailed,
  MessagesAbandoned,
  SystemDrained,
} from './events.js';

const error = new Error('broken');

describe('events', () => {
  it.each([
    [new ActorStarted('k'), 'debug', 'actor started', { key: 'k' }],
    [
      new ActorStopped('k', { type: 'passivated' }),
      'debug',
      'actor stopped',
      { key: 'k', reason: 'passivated' },
    ],
    [
      new ActorCrashed('k', error, { directive: 'resume' }),
      'warn',
      'actor crashed and resumes',
      { key: 'k', error },
    ],
    [
      new ActorCrashed('k', error, { directive: 'restart', delayMs: 200, restartsMs: [1, 2] }),
      'warn',
      'actor crashed and restarts',
      { key: 'k', error, restarts: 2, delayMs: 200 },
    ],
    [
      new ActorCrashed('k', error, { directive: 'stop', isBudgetSpent: true }),
      'error',
      'actor crashed too often and stops',
      { key: 'k', error },
    ],
    [
      new ActorCrashed('k', error, { directive: 'escalate', isBudgetSpent: false }),
      'fatal',
      'actor crashed and stops',
      { key: 'k', error },
    ],
    [
      new MessagesAbandoned('k', 3, 'unknown'),
      'warn',
      'messages abandoned',
      { key: 'k', count: 3, outcome: 'unknown' },
    ],
    [new CleanupFailed('k', 'abandon', error), 'error', 'actor failed to abandon', { key: 'k', error }],
    [new SystemDrained(5, 0), 'debug', 'actors drained', { actors: 5, cutOff: 0 }],
    [new SystemDrained(5, 2), 'warn', 'actors drained', { actors: 5, cutOff: 2 }],
  ] as const)('know their own log line: %s', (event, level, message, fields) => {
    expect(event.logLine).toEqual({ level, message, fields });
  });
});
