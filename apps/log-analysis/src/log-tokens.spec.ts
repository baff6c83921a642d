import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TRUNCATED } from './log-line.js';
import { maskVariables, MAX_TOKENS, tokensOf } from './log-tokens.js';
import { WILDCARD } from './parse-tree.js';

describe('maskVariables', () => {
  it.each([
    ['42', '<num>'],
    ['-1.5,', '<num>,'],
    ['12ms', '<num>'],
    ['(87%)', '(<num>%)'],
    ['v1.4.1', '<num>'],
    ['2031-05-06', '<num>'],
    ['07:08:09,123', '<num>'],
    ['blk_-1608999687919862906', 'blk_<num>'],
    ['part-00042', 'part-<num>'],
    ['task_2008_0013_m_000153_0', 'task_<num>_m_<num>'],
    ['0x1f', '<num>'],
    ['9f4ef63', '<num>'],
    ['Token{a64f992', 'Token{<num>'],
    ['10.0.0.1', '<ip>'],
    ['/10.0.0.1:50010', '/<ip>'],
    ['rhost=10.0.0.1', 'rhost=<ip>'],
    ['1.2.3.4.5', '<num>'],
    ['fe80::1ff:fe23:4567:890a', '<ip>'],
    ['[2001:db8:0:0:0:0:0:1]:80', '[<ip>]:<num>'],
    ['::1', '<ip>'],
    ['b9000564-fe1a-409b-b8cc-1e88b294cd1d', '<id>'],
    ['/var/log/app.log', '<path>'],
    ['file:/var/log', 'file:<path>'],
    ['C:\\Windows\\system32', '<path>'],
    ['https://example.com/a?b=1', '<url>'],
    ['hdfs://10.0.0.1:9000/user)', '<url>)'],
    ['ssh2', 'ssh2'],
    ['and/or', 'and/or'],
    ['cafe', 'cafe'],
    ['std::string', 'std::string'],
    [WILDCARD, '*'],
  ])('%s is %s', (word, masked) => {
    expect(maskVariables(word)).toBe(masked);
  });
});

describe('tokensOf', () => {
  it('splits at blanks of any kind and number', () => {
    expect(tokensOf('  user\talice   left ')).toEqual(['user', 'alice', 'left']);
    expect(tokensOf(' \t ')).toEqual([]);
  });

  it('takes a time in words as one', () => {
    expect(tokensOf('connection at Mon Jul  4 12:52:44 2005 refused')).toEqual([
      'connection',
      'at',
      '<time>',
      'refused',
    ]);
  });

  it('takes a list of variable parts as one, however long', () => {
    expect(tokensOf('delete blk_1 blk_-2 blk_3 now')).toEqual(['delete', 'blk_<num>', 'now']);
    expect(tokensOf('no no never')).toEqual(['no', 'no', 'never']);
  });

  it('says so where it leaves tokens out', () => {
    const tokens = tokensOf('word '.repeat(MAX_TOKENS + 1));
    expect(tokens).toHaveLength(MAX_TOKENS + 1);
    expect(tokens.at(-1)).toBe(TRUNCATED);
    expect(tokensOf('word '.repeat(MAX_TOKENS))).not.toContain(TRUNCATED);
  });

  it('never makes a wildcard and never an empty token', () => {
    const shreds = ['<*>', '<num>', ' ', '7', 'a', '/', ':', '.', '-', 'f', '::', '\\', '"', '🦀'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...shreds), { maxLength: 60 }), (parts) => {
        for (const token of tokensOf(parts.join(''))) expect(['', WILDCARD]).not.toContain(token);
      }),
    );
  });
});
