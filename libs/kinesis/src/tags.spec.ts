import { describe, expect, it } from '@jest/globals';
import { checkTags } from './tags.js';

const numbered = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`key-${i}`, '']));

describe('tags', () => {
  it.each([
    ['none', {}],
    ['fifty', numbered(50)],
    ['letters, digits and spaces of any script', { 'Größe 大小 ٣': 'très grand' }],
    ['each of the allowed signs', { '_.:/=+-@': '_.:/=+-@' }],
    ['aws inside the key', { 'my-aws': 'x' }],
  ])('are taken: %s', (_, tags) => {
    expect(checkTags(tags)).toBe(tags);
  });

  it('are refused when there are more than fifty, naming both numbers', () => {
    expect(() => checkTags(numbered(51))).toThrow(
      expect.objectContaining({
        code: 'InvalidArgumentException',
        message:
          'A given resource cannot have more than 50 tags associated with it. Number of tags specified: 51.',
      }),
    );
  });

  it.each(['aws:cloudformation', 'AWS:x'])('are refused when a key is %s: the prefix is reserved', (key) => {
    expect(() => checkTags({ [key]: 'x' })).toThrow(
      expect.objectContaining({
        code: 'InvalidArgumentException',
        message: `Tag keys beginning with aws: are reserved. Specified was ${key}`,
      }),
    );
  });

  it.each([
    ['key', { 'a#b': '' }, 'a#b='],
    ['value', { a: '100%' }, 'a=100%'],
  ])('are refused when a %s has other characters', (_, tags, shown) => {
    expect(() => checkTags(tags)).toThrow(
      expect.objectContaining({
        code: 'InvalidArgumentException',
        message:
          'Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, ' +
          `_ . : / = + - @. Specified was ${shown}`,
      }),
    );
  });

  it('may have the name of a property that every object has', () => {
    const tags = JSON.parse('{"__proto__":"a","constructor":"b"}') as Record<string, string>;
    expect(Object.entries(checkTags(tags))).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });
});
