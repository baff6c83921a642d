/**
 * Drain's parse tree: groups of lines that are alike, found in constant time by the number of tokens and the leading tokens.
 *
 * Source: He, Zhu, Zheng, Lyu, "Drain: An Online Log Parsing Approach with Fixed Depth Tree", ICWS 2017.
 *
 * The nodes are kept as paths in two dictionaries, so that the tree is JSON as it stands. A path begins with a number and can
 * not be the name of a property that every object has.
 *
 * Invariants
 * - A token of a group becomes `WILDCARD` only, and at most a third of a group's tokens ever does: what is added had at least
 *   two thirds of its tokens in common with what was there. So groups that were told apart once are not alike later.
 * - A group does not move: the tokens of its path are constant, or the path has `WILDCARD` there.
 */

/** Stands in a group where its lines differ. */
export const WILDCARD = '<*>';

/** Mutable on purpose: owned by one fold. */
export interface LineGroup {
  readonly tokens: string[];
}

export interface ParseTree<Group extends LineGroup> {
  /** Inner nodes: the number of children by path. */
  readonly children: Record<string, number>;
  /** Leaves: the groups by path, in the order in which they came. */
  readonly leaves: Record<string, Group[]>;
}

/** How many leading tokens are looked at; the published depth is this plus two (root and length). */
export const LEADING_TOKENS = 2;

/** A node with this many children takes no further ones: other tokens go to its wildcard child. */
export const MAX_CHILDREN = 100;

/** At most a third of the tokens may differ: a name in a sentence of three words is still a name. */
const MAX_DIFFERENT_SHARE = 3;

const STEP = '\n';
const VARIES = /[\d<]/;

export function emptyParseTree<Group extends LineGroup>(): ParseTree<Group> {
  return { children: {}, leaves: {} };
}

/** The group that the tokens belong to: the most similar one of its leaf, if two thirds of the tokens are the same. */
export function findGroup<Group extends LineGroup>(
  tree: ParseTree<Group>,
  tokens: readonly string[],
): Group | undefined {
  let path = rootPath(tokens);
  for (const token of leading(tokens)) path = childPath(tree, path, token);
  return mostSimilar(tree.leaves[path] ?? [], tokens);
}

/** Adds a group that `findGroup` did not find. */
export function addGroup<Group extends LineGroup>(tree: ParseTree<Group>, group: Group): void {
  let path = rootPath(group.tokens);
  for (const token of leading(group.tokens)) {
    const parent = path;
    path = childPath(tree, parent, token);
    if (tree.children[path] !== undefined) continue;
    tree.children[path] = 0;
    tree.children[parent] = (tree.children[parent] ?? 0) + 1;
  }
  (tree.leaves[path] ??= []).push(group);
}

/**
 * Where a token leads, whether that node is there yet or not. What varies leads to the wildcard child, and so does what comes
 * when the node is full. (Drain looks under the wildcard for any token that has no child yet: then the order of two lines
 * decides whether they are one group.)
 */
function childPath(tree: ParseTree<LineGroup>, parent: string, token: string): string {
  const exact = parent + STEP + token;
  if (tree.children[exact] !== undefined) return exact;
  const isFull = (tree.children[parent] ?? 0) >= MAX_CHILDREN;
  return isFull || VARIES.test(token) ? parent + STEP + WILDCARD : exact;
}

/** Puts `WILDCARD` where the group's tokens and those of a line that belongs to it differ. */
export function generalise(group: LineGroup, tokens: readonly string[]): void {
  tokens.forEach((token, at) => {
    if (group.tokens[at] !== token) group.tokens[at] = WILDCARD;
  });
}

/** All groups, leaf by leaf. */
export function groupsOf<Group extends LineGroup>(tree: ParseTree<Group>): readonly Group[] {
  return Object.values(tree.leaves).flat();
}

function rootPath(tokens: readonly string[]): string {
  return `${tokens.length} tokens`;
}

function leading(tokens: readonly string[]): readonly string[] {
  return tokens.slice(0, LEADING_TOKENS);
}

/** The group with the fewest differences, the most general one of several. A wildcard is a difference. */
function mostSimilar<Group extends LineGroup>(
  leaf: readonly Group[],
  tokens: readonly string[],
): Group | undefined {
  let best: Group | undefined;
  let fewest = Math.floor(tokens.length / MAX_DIFFERENT_SHARE);
  let mostWildcards = -1;
  for (const group of leaf) {
    const different = countDifferent(group.tokens, tokens, fewest);
    if (different > fewest) continue;
    const wildcards = group.tokens.filter((token) => token === WILDCARD).length;
    if (different === fewest && wildcards <= mostWildcards) continue;
    best = group;
    fewest = different;
    mostWildcards = wildcards;
  }
  return best;
}

/** Stops counting beyond `enough`. */
function countDifferent(group: readonly string[], tokens: readonly string[], enough: number): number {
  let different = 0;
  for (let at = 0; at < tokens.length && different <= enough; at += 1) {
    if (group[at] !== tokens[at] || group[at] === WILDCARD) different += 1;
  }
  return different;
}
