import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { repeatedJsonName } from './repeated-json-name.js';

describe('the name that an object has twice', () => {
  it.each([
    ['{"Effect":"Deny","Effect":"Allow"}', 'Effect'],
    ['{"a":1,\n"b" : {"c":[{"d":1},{"x":1,"x":2}]}}', 'x'],
    [String.raw`{"Effect":1,"\u0045ffect":2}`, 'Effect'],
    [String.raw`{"a\"":{"b":"}"},"a\"" :0}`, 'a"'],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
    ['{"":1,"":2}', ''],
  ])('is found: %s', (json, name) => {
    expect(repeatedJsonName(json)).toBe(name);
  });

  it.each([
    '{"a":{"a":1},"b":{"a":1}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a","b":"a"}',
    String.raw`{"a":"\",\"a\":1,{\"a\":2","b":"\\"}`,
    '"a"',
    '7',
  ])('is not there: %s', (json) => {
    expect(repeatedJsonName(json)).toBeUndefined();
  });

  it('is never there in what JSON.stringify wrote, until a member is written again', () => {
    const objects = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
    fc.assert(
      fc.property(objects, fc.boolean(), (object, isSpaced) => {
        const json = JSON.stringify({ in: [object] }, null, isSpaced ? 2 : 0);
        expect(repeatedJsonName(json)).toBeUndefined();
        const [name = ''] = Object.keys(object);
        const twice = JSON.stringify(object).replace(/\}$/, () => `,${JSON.stringify(name)}:0}`);
        expect(repeatedJsonName(`[${twice}]`)).toBe(name);
      }),
    );
  });
});
