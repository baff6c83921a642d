/**
 * The templates of one shard's log lines: a fold, line by line, without clock and without chance.
 *
 * Invariants
 * - The counts of the templates and of `forgotten` add up to `lines`.
 * - The state is JSON as it stands: written, read and folded on, it is what it would have been.
 * - It is bounded: templates by `MAX_TEMPLATES`, each by its tokens and examples. The least recently seen ones are
 *   forgotten, their lines are not.
 * - What depends on the order of lines: which lines a template is made of, its id and its examples. Within a shard the order
 *   is fixed.
 */
import { createHash } from 'node:crypto';
import { readLogLine } from './log-line.js';
import { tokensOf } from './log-tokens.js';
import { addGroup, emptyParseTree, findGroup, generalise, groupsOf, type ParseTree } from './parse-tree.js';
import { addSightings, countSighting, noSightings, type Sightings } from './sightings.js';

export const MAX_TEMPLATES = 2000;
export const MAX_EXAMPLES = 5;
export const MAX_EXAMPLE_CHARS = 512;

/** How many templates are forgotten at once when there are too many. */
const FORGOTTEN_AT_ONCE = MAX_TEMPLATES / 10;
const ID_HEX_DIGITS = 16;

/** Mutable on purpose: owned by one fold. */
export interface Template {
  /** `templateId` of the line that made the template: stable while the template generalises. */
  readonly id: string;
  readonly tokens: string[];
  readonly sightings: Sightings;
  /** The first distinct lines, as they came. */
  readonly examples: string[];
  /** The number of the line that was seen last, in the shard. */
  lastLine: number;
}

/** Mutable on purpose: owned by one fold. */
export interface LogTemplates {
  lines: number;
  templates: number;
  tree: ParseTree<Template>;
  /** The lines of templates that are no longer kept. */
  readonly forgotten: Sightings;
}

/** A line as it came. */
export interface ArrivedLine {
  readonly text: string;
  /** When the record arrived, in milliseconds since 1970. */
  readonly arrivalMs: number;
}

export function noTemplates(): LogTemplates {
  return { lines: 0, templates: 0, tree: emptyParseTree(), forgotten: noSightings() };
}

/** Counts a line in its template, which may be new; changes `state` and returns it. A blank line is of the empty template. */
export function evolveTemplates(state: LogTemplates, { text, arrivalMs }: ArrivedLine): LogTemplates {
  const { level, content } = readLogLine(text);
  const tokens = tokensOf(content);
  const template = findGroup(state.tree, tokens) ?? addTemplate(state, tokens);
  state.lines += 1;
  template.lastLine = state.lines;
  generalise(template, tokens);
  countSighting(template.sightings, { level, arrivalMs });
  keepExample(template, text);
  return state;
}

/** The template as people read it; empty for blank lines. */
export function templateText(tokens: readonly string[]): string {
  return tokens.join(' ');
}

/** What identifies a template for good: a hash of the first line's tokens. */
export function templateId(tokens: readonly string[]): string {
  return createHash('sha256').update(templateText(tokens)).digest('hex').slice(0, ID_HEX_DIGITS);
}

function addTemplate(state: LogTemplates, tokens: readonly string[]): Template {
  if (state.templates >= MAX_TEMPLATES) forgetOldest(state);
  const template: Template = {
    id: templateId(tokens),
    tokens: [...tokens],
    sightings: noSightings(),
    examples: [],
    lastLine: state.lines,
  };
  addGroup(state.tree, template);
  state.templates += 1;
  return template;
}

/** Plants a new tree with the templates that were seen since; many at once, so that it is cheap per line. */
function forgetOldest(state: LogTemplates): void {
  const templates = groupsOf(state.tree);
  const newestForgotten = templates.map((template) => template.lastLine).toSorted((a, b) => a - b)[
    FORGOTTEN_AT_ONCE - 1
  ];
  state.tree = emptyParseTree();
  state.templates = 0;
  for (const template of templates) {
    if (template.lastLine <= (newestForgotten ?? 0)) {
      addSightings(state.forgotten, template.sightings);
      continue;
    }
    addGroup(state.tree, template);
    state.templates += 1;
  }
}

function keepExample(template: Template, text: string): void {
  if (template.examples.length >= MAX_EXAMPLES) return;
  const example = excerpt(text);
  if (!template.examples.includes(example)) template.examples.push(example);
}

function excerpt(text: string): string {
  const more = text.length - MAX_EXAMPLE_CHARS;
  return more > 0 ? `${text.slice(0, MAX_EXAMPLE_CHARS)}… (${more} more characters)` : text;
}
