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
  for (const token of leading(tokens)) {
    const exact = path + STEP + token;
    path = tree.children[exact] === undefined ? path + STEP + WILDCARD : exact;
  }
  return mostSimilar(tree.leaves[path] ?? [], tokens);
}

/** Adds a group that `findGroup` did not find. */
export function addGroup<Group extends LineGroup>(tree: ParseTree<Group>, group: Group): void {
  let path = rootPath(group.tokens);
  for (const token of leading(group.tokens)) {
    const parent = path;
    const isFull = (tree.children[parent] ?? 0) >= MAX_CHILDREN;
    const exact = path + STEP + token;
    path =
      tree.children[exact] === undefined && (isFull || VARIES.test(token)) ? path + STEP + WILDCARD : exact;
    if (tree.children[path] !== undefined) continue;
    tree.children[path] = 0;
    tree.children[parent] = (tree.children[parent] ?? 0) + 1;
  }
  (tree.leaves[path] ??= []).push(group);
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

function mostSimilar<Group extends LineGroup>(
  leaf: readonly Group[],
  tokens: readonly string[],
): Group | undefined {
  let best: Group | undefined;
  let most = -1;
  let bestWildcards = -1;
  for (const group of leaf) {
    const { same, wildcards } = compare(group.tokens, tokens);
    if (same < most || (same === most && wildcards <= bestWildcards)) continue;
    best = group;
    most = same;
    bestWildcards = wildcards;
  }
  return isAlike(most, tokens.length) ? best : undefined;
}

function compare(group: readonly string[], tokens: readonly string[]): { same: number; wildcards: number } {
  let same = 0;
  let wildcards = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    if (group[at] === WILDCARD) wildcards += 1;
    else if (group[at] === tokens[at]) same += 1;
  }
  return { same, wildcards };
}

/** Two of three: a name in a sentence of three words is still a name. */
function isAlike(same: number, tokens: number): boolean {
  return 3 * same >= 2 * tokens;
}
