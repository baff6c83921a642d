import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { RECORD_BYTES } from '../kinesis-requests.js';

/** Records on their way from a producer to a subscriber of the same process, told apart by the number in their data. */
export class Flights {
  private sentAt = new Float64Array(0);
  private landings: number[] = [];
  private firstNumber = 0;

  /** Forgets all flights and makes data for so many. */
  prepare(count: number): readonly Buffer[] {
    this.firstNumber += this.sentAt.length;
    this.sentAt = new Float64Array(count);
    this.landings = [];
    return Array.from({ length: count }, (_, n) => {
      const data = randomBytes(RECORD_BYTES);
      data.write(String(this.firstNumber + n).padStart(NUMBER_DIGITS, '0'), 'latin1');
      return data;
    });
  }

  /** @param n from 0, as `prepare` gave it. */
  sent(n: number): void {
    this.sentAt[n] = performance.now();
  }

  /** A record reached the subscriber; those of others are let pass. */
  landed(data: Buffer): void {
    const n = Number(data.toString('latin1', 0, NUMBER_DIGITS)) - this.firstNumber;
    const sentAt = this.sentAt[n];
    if (sentAt !== undefined) this.landings.push(performance.now() - sentAt);
  }

  /** How long each of `count` flights took, in ms. @throws Error where some never landed. */
  async landedAll(count: number): Promise<readonly number[]> {
    const giveUpAt = performance.now() + PATIENCE_MS;
    while (this.landings.length < count && performance.now() < giveUpAt) await delay(10);
    if (this.landings.length !== count)
      throw new Error(`${count} records were sent, ${this.landings.length} came`);
    return this.landings;
  }
}

const NUMBER_DIGITS = 9;
const PATIENCE_MS = 10_000;
