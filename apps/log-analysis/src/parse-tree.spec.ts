import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addGroup,
  emptyParseTree,
  findGroup,
  generalise,
  groupsOf,
  type LineGroup,
  MAX_CHILDREN,
  type ParseTree,
  WILDCARD,
} from './parse-tree.js';

function plant(...lines: readonly string[]): ParseTree<LineGroup> {
  const tree = emptyParseTree<LineGroup>();
  for (const line of lines) put(tree, line.split(' '));
  return tree;
}

function put(tree: ParseTree<LineGroup>, tokens: readonly string[]): LineGroup {
  const found = findGroup(tree, tokens);
  if (found) {
    generalise(found, tokens);
    return found;
  }
  const group = { tokens: [...tokens] };
  addGroup(tree, group);
  return group;
}

function textsOf(tree: ParseTree<LineGroup>): readonly string[] {
  return groupsOf(tree).map(({ tokens }) => tokens.join(' '));
}

describe('the parse tree', () => {
  it.each<readonly [what: string, lines: readonly string[], groups: readonly string[]]>([
    [
      'lines that differ in one word of three',
      ['closed for alice', 'closed for bob'],
      [`closed for ${WILDCARD}`],
    ],
    [
      'lines that differ in two words of three',
      ['closed for alice', 'closed by bob'],
      ['closed for alice', 'closed by bob'],
    ],
    ['lines of other lengths', ['a b c', 'a b c d'], ['a b c', 'a b c d']],
    [
      'masked parts as words like others',
      ['<ip> is up', '<ip> is down', '<ip> is up'],
      [`<ip> is ${WILDCARD}`],
    ],
    ['blank lines', [''], ['']],
    ['names that every object has', ['__proto__ x', 'constructor y'], ['__proto__ x', 'constructor y']],
  ])('groups %s', (_what, lines, groups) => {
    expect(textsOf(plant(...lines))).toEqual(groups);
  });

  it('prefers the most similar group, then the most general one', () => {
    const tree = plant('a b c d e f', 'a b c x y z');
    expect(put(tree, ['a', 'b', 'c', 'x', 'y', 'w']).tokens.join(' ')).toBe(`a b c x y ${WILDCARD}`);
    addGroup(tree, { tokens: ['a', 'b', 'c', 'x', 'y', 'z'] });
    expect(findGroup(tree, ['a', 'b', 'c', 'x', 'y', 'q'])?.tokens.at(-1)).toBe(WILDCARD);
  });

  it('does not take wildcards for something in common', () => {
    const tree = emptyParseTree<LineGroup>();
    addGroup(tree, { tokens: ['a', 'b', 'c', 'd', WILDCARD, WILDCARD] });
    expect(findGroup(tree, ['a', 'b', 'c', 'd', WILDCARD, WILDCARD])).toBeDefined();
    expect(findGroup(tree, ['a', 'b', 'c', 'x', WILDCARD, WILDCARD])).toBeUndefined();
  });

  it('gives a node no more than its children and puts the rest under one wildcard', () => {
    const tree = emptyParseTree<LineGroup>();
    for (let n = 0; n < 3 * MAX_CHILDREN; n += 1) put(tree, [`user${'x'.repeat(n)}`, 'has', 'left']);
    for (const children of Object.values(tree.children))
      expect(children).toBeLessThanOrEqual(MAX_CHILDREN + 1);
    expect(textsOf(tree)).toContain(`${WILDCARD} has left`);
    expect(groupsOf(tree)).toHaveLength(MAX_CHILDREN + 1);
  });

  const sentence = fc.array(fc.constantFrom('a', 'b', 'c', '<num>', '<ip>', 'x1'), { maxLength: 7 });
  const text = fc.array(sentence, { maxLength: 120 });

  it('keeps two thirds of every group constant', () => {
    fc.assert(
      fc.property(text, (lines) => {
        const tree = plant();
        for (const line of lines) put(tree, line);
        for (const { tokens } of groupsOf(tree)) {
          expect(3 * tokens.filter((token) => token === WILDCARD).length).toBeLessThanOrEqual(tokens.length);
        }
      }),
    );
  });

  it('never has two groups that read the same', () => {
    fc.assert(
      fc.property(text, (lines) => {
        const tree = plant();
        for (const line of lines) put(tree, line);
        expect(new Set(textsOf(tree)).size).toBe(groupsOf(tree).length);
      }),
    );
  });

  it('finds a group for every line that it has seen, at any later time', () => {
    fc.assert(
      fc.property(text, (lines) => {
        const tree = plant();
        for (const line of lines) put(tree, line);
        for (const line of lines) {
          const group = findGroup(tree, line);
          expect(group?.tokens.every((token, at) => token === WILDCARD || token === line[at])).toBe(true);
        }
      }),
    );
  });
});
