import { describe, expect, it } from '@jest/globals';
import { KinesisError } from '#lib/kinesis';
import fc from 'fast-check';
import { Base64Decoder } from './base64.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function decode(text: string): Buffer {
  return Buffer.from(new Base64Decoder(Buffer.from(JSON.stringify(text))).decode(text));
}

function sentenceAbout(text: string): string {
  try {
    decode(text);
  } catch (error) {
    if (error instanceof KinesisError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

describe('Base64Decoder', () => {
  it('gives any bytes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(decode(Buffer.from(bytes).toString('base64'))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('takes a text only if it is the one that encodes its bytes', () => {
    const nearBase64 = fc.string({
      unit: fc.constantFrom(...ALPHABET, '=', '=', '-', '_', ' ', '\n', '\u0000', 'é', '中', 'ŀ'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(nearBase64, (text) => {
        const isCanonical = Buffer.from(text, 'base64').toString('base64') === text;
        expect(sentenceAbout(text) === 'accepted').toBe(isCanonical);
      }),
      { numRuns: 5000 },
    );
  });

  it('keeps the blobs of one request apart', () => {
    const blobs = ['', 'first', 'second one', ''].map((text) => Buffer.from(text));
    const texts = blobs.map((blob) => blob.toString('base64'));
    const decoder = new Base64Decoder(Buffer.from(texts.join('')));
    const decoded = texts.map((text) => decoder.decode(text));
    expect(decoded.map((bytes) => Buffer.from(bytes))).toEqual(blobs);
  });

  it.each([
    [
      '23456',
      "'23456' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: 5",
    ],
    ['=+/=', "'=+/=' can not be converted to a Blob: Invalid Base64 character: '='"],
    ['+/+=', "'+/+=' can not be converted to a Blob: Invalid last non-pad Base64 character dectected"],
    ['YQ=Q', "'YQ=Q' can not be converted to a Blob: Invalid Base64 character: '='"],
    ['YQ-_', "'YQ-_' can not be converted to a Blob: Invalid Base64 character: '-'"],
    ['YR==', "'YR==' can not be converted to a Blob: Invalid last non-pad Base64 character dectected"],
    ['====', "'====' can not be converted to a Blob: Invalid Base64 character: '='"],
  ])('refuses %s', (text, sentence) => {
    expect(sentenceAbout(text)).toBe(`SerializationException: ${sentence}`);
  });

  it('sees a character that is hidden behind an escape', () => {
    const decoder = new Base64Decoder(Buffer.from('"\\u4e2dAAA"'));
    expect(() => decoder.decode('\u4e2dAAA')).toThrow("Invalid Base64 character: '\u4e2d'");
  });

  it('does not send a long text back whole', () => {
    expect(sentenceAbout('*'.repeat(1_000_000)).length).toBeLessThan(2000);
  });
});
