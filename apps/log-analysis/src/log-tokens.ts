/**
 * Turns the content of a log line into tokens with their variable parts masked.
 *
 * Masks are typed (`<num>`, `<ip>`, …): two lines whose variable parts are of one kind are more alike than two that merely
 * have something variable there. A list of variable parts counts as one, so that its length makes no difference.
 */
import { TRUNCATED } from './log-line.js';
import { WILDCARD } from './parse-tree.js';

/** What lies behind this many tokens is not looked at; `TRUNCATED` stands for it. */
export const MAX_TOKENS = 128;

const UUID = String.raw`[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}`;
const URL = String.raw`\b[a-z][a-z+.-]{1,20}://[^\s"'<>()\[\]{},;]+`;
const PATH = String.raw`(?<![\w/.])(?:/[\w.@$~+%*-]+){2,}/?|\b[A-Za-z]:\\[^\s"'<>,;]+`;
const IPV4 = String.raw`(?<![\w.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?::\d{1,5})?(?![\w.]*\d)`;
const IPV6 = [
  String.raw`(?<![\w:])(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}(?![\w:])`,
  String.raw`(?<![\w:])(?:[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4}){0,6})?::(?:[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4}){0,6})?(?![\w:])`,
].join('|');
/** Numbers with sign and unit, and what is put together of them: versions, times, ranges. In `ssh2` the digit is a name's. */
const NUMBER = String.raw`(?<![A-Za-z0-9])(?:[-+]|[vV](?=\d))?\d[\dA-Za-z]*(?:[.:,/_-]\d[\dA-Za-z]*)*`;
/** What a number in base 16 looks like that begins with a letter. */
const HEX = String.raw`(?<![A-Za-z0-9])(?=[a-fA-F]+\d)[0-9a-fA-F]{6,}(?![A-Za-z0-9])`;

const MASKS: readonly (readonly [placeholder: string, pattern: string])[] = [
  ['<id>', UUID],
  ['<url>', URL],
  ['<path>', PATH],
  ['<ip>', `${IPV4}|(?:${IPV6})`],
  ['<num>', `${NUMBER}|${HEX}`],
];
const PLACEHOLDERS = MASKS.map(([placeholder]) => placeholder);
const ANY_MASK = new RegExp(MASKS.map(([, pattern]) => `(${pattern})`).join('|'), 'g');

/** A time in words, the only mask that goes over several tokens: `Mon Jul  4 12:52:44 2005`. */
const TIME =
  /\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2} \d\d:\d\d:\d\d(?: [A-Z]{3,4})?(?: \d{4})?/g;

/** At most `MAX_TOKENS` + 1 tokens, none of them empty; none for a blank line. */
export function tokensOf(content: string): string[] {
  const tokens: string[] = [];
  for (const word of content.replace(TIME, '<time>').split(/\s+/)) {
    if (word === '') continue;
    const token = maskVariables(word);
    if (token !== word && token === tokens.at(-1)) continue;
    if (tokens.length === MAX_TOKENS) return [...tokens, TRUNCATED];
    tokens.push(token);
  }
  return tokens;
}

/** The word with a placeholder for each of its variable parts. No word is `WILDCARD` afterwards: that is for the tree to say. */
export function maskVariables(word: string): string {
  if (word === WILDCARD) return '*';
  return mayVary(word) ? word.replace(ANY_MASK, placeholderOf) : word;
}

function placeholderOf(_part: string, ...groups: readonly unknown[]): string {
  return PLACEHOLDERS[groups.findIndex((group) => group !== undefined)] ?? '';
}

/** Whether there is a digit, slash, backslash or colon: without one of them no mask applies. */
function mayVary(word: string): boolean {
  for (let at = 0; at < word.length; at += 1) {
    const code = word.charCodeAt(at);
    if ((code >= 47 && code <= 58) || code === 92) return true;
  }
  return false;
}
