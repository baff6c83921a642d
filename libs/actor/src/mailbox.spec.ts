import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Mailbox } from './mailbox.js';
import type { MailboxLimits, Measured } from './mailbox.js';

const LIMITS: MailboxLimits = {
  maxMessages: 6,
  maxBytes: 100,
  batch: { maxMessages: 4, maxBytes: 50, maxWeight: 10 },
};

function filled(messages: readonly Measured[]): Mailbox<Measured> {
  const mailbox = new Mailbox(LIMITS);
  for (const message of messages) mailbox.offer(message);
  return mailbox;
}

function sizes(batch: readonly Measured[]): readonly number[] {
  return batch.map((message) => message.bytes);
}

describe('mailbox', () => {
  it.each([
    { why: 'everything fits one batch', told: [1, 2, 3], batches: [[1, 2, 3]] },
    { why: 'the batch is full of messages', told: [1, 2, 3, 4, 5], batches: [[1, 2, 3, 4], [5]] },
    { why: 'the next message does not fit the bytes', told: [30, 20, 1], batches: [[30, 20], [1]] },
    { why: 'a message is larger than a batch', told: [1, 60, 2], batches: [[1], [60], [2]] },
    { why: 'a later small message must not overtake', told: [30, 30, 1], batches: [[30], [30, 1]] },
    { why: 'nothing was told', told: [], batches: [] },
  ])('hands over $batches: $why', ({ told, batches }) => {
    const mailbox = filled(told.map((bytes) => ({ bytes, weight: 1 })));
    for (const batch of batches) expect(sizes(mailbox.takeBatch())).toEqual(batch);
    expect(mailbox.takeBatch()).toEqual([]);
    expect(mailbox.isEmpty).toBe(true);
  });

  it('closes a batch by weight, and hands a heavier message over alone', () => {
    const mailbox = filled([6, 4, 1, 11, 2].map((weight, bytes) => ({ bytes, weight })));
    expect(sizes(mailbox.takeBatch())).toEqual([0, 1]);
    expect(sizes(mailbox.takeBatch())).toEqual([2]);
    expect(sizes(mailbox.takeBatch())).toEqual([3]);
    expect(sizes(mailbox.takeBatch())).toEqual([4]);
  });

  it('is full at its bound of messages, and has room again when a batch left', () => {
    const mailbox = filled(Array.from({ length: 6 }, () => ({ bytes: 0, weight: 0 })));
    expect(mailbox.offer({ bytes: 0, weight: 0 })).toBe('full');
    mailbox.takeBatch();
    expect(mailbox.offer({ bytes: 0, weight: 0 })).toBe('accepted');
  });

  it('is full at its bound of bytes, but takes what still fits', () => {
    const mailbox = filled([{ bytes: 90, weight: 1 }]);
    expect(mailbox.offer({ bytes: 11, weight: 1 })).toBe('full');
    expect(mailbox.offer({ bytes: 10, weight: 1 })).toBe('accepted');
    expect(mailbox.waitingBytes).toBe(100);
  });

  it.each([
    { bytes: Number.NaN, weight: 1 },
    { bytes: -1, weight: 1 },
    { bytes: 1, weight: Number.NaN },
  ])('refuses a message that was not measured: $bytes bytes, weight $weight', (message) => {
    expect(() => new Mailbox(LIMITS).offer(message)).toThrow(RangeError);
  });

  it('behaves as a plain array that is cut by the caps', () => {
    const message = fc.record({ bytes: fc.nat(60), weight: fc.nat(12) });
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 3, arbitrary: message }, fc.constant('take' as const))),
        (steps) => {
          const mailbox = new Mailbox<Measured>(LIMITS);
          const model: Measured[] = [];
          for (const step of steps) {
            if (step === 'take') {
              const expected = model.splice(0, prefixLength(model));
              expect(mailbox.takeBatch()).toEqual(expected);
            } else {
              const fits = model.length < LIMITS.maxMessages && total(model) + step.bytes <= LIMITS.maxBytes;
              expect(mailbox.offer(step)).toBe(fits ? 'accepted' : 'full');
              if (fits) model.push(step);
            }
            expect(mailbox.waitingMessages).toBe(model.length);
            expect(mailbox.waitingBytes).toBe(total(model));
            expect(mailbox.isEmpty).toBe(model.length === 0);
          }
          expect(mailbox.takeAll()).toEqual(model);
          expect(mailbox.waitingBytes).toBe(0);
        },
      ),
    );
  });
});

function total(messages: readonly Measured[]): number {
  return messages.reduce((bytes, message) => bytes + message.bytes, 0);
}

/** The longest beginning of what waits that the caps allow; never less than one message. */
function prefixLength(waiting: readonly Measured[]): number {
  const { maxMessages, maxBytes, maxWeight } = LIMITS.batch;
  let length = Math.min(waiting.length, maxMessages);
  for (; length > 1; length -= 1) {
    const batch = waiting.slice(0, length);
    const weight = batch.reduce((sum, message) => sum + message.weight, 0);
    if (total(batch) <= maxBytes && weight <= maxWeight) break;
  }
  return length;
}
