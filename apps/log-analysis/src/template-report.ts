/**
 * What the shards' folds say together.
 *
 * Templates of several shards are put together by the parse tree that lines are put together by, oldest first: what one shard
 * knows as `user <*> left` and another as `user root left` is one template. Two templates of one shard are never put
 * together: they had less than two thirds in common and can only have become more general since. The result depends on the
 * folds alone, not on the order in which the shards were read.
 */
import type { LogLevel } from './log-level.js';
import { type LogTemplates, MAX_EXAMPLES, type Template, templateId, templateText } from './log-templates.js';
import {
  addGroup,
  emptyParseTree,
  findGroup,
  generalise,
  groupsOf,
  type ParseTree,
  WILDCARD,
} from './parse-tree.js';
import { linesInWindow, minuteOf, RATE_WINDOW_MINUTES } from './rate-ring.js';
import { addSightings, noSightings, type Sightings } from './sightings.js';

/** Stands for the lines of all templates that are no longer kept. */
export const FORGOTTEN_ID = 'forgotten';

export interface TemplateReport {
  /** Every line that was consumed; the counts of the templates add up to it. */
  readonly lines: number;
  /** The most frequent first; equally frequent ones by id. */
  readonly templates: readonly ReportedTemplate[];
}

export interface ReportedTemplate {
  /** The id of the oldest of the shards' templates. */
  readonly id: string;
  /** The ids that the shards' templates have, its own included. */
  readonly ids: readonly string[];
  readonly template: string;
  readonly count: number;
  readonly levels: Readonly<Partial<Record<LogLevel, number>>>;
  /** Mean over the last `RATE_WINDOW_MINUTES` minutes before the latest line of all, or over as many as there were. */
  readonly ratePerMinute: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  /** At most `MAX_EXAMPLES`. */
  readonly examples: readonly string[];
}

interface Merged {
  readonly ids: string[];
  readonly tokens: string[];
  readonly sightings: Sightings;
  readonly examples: string[];
}

export function reportTemplates(folds: readonly LogTemplates[]): TemplateReport {
  const all = mergeTemplates(folds);
  const span = spanOf(all);
  const taken = new Set<string>();
  return {
    lines: folds.reduce((lines, fold) => lines + fold.lines, 0),
    templates: all
      .map((merged) => ({ id: takeId(merged, taken), ...report(merged, span) }))
      .toSorted(byCount),
  };
}

function mergeTemplates(folds: readonly LogTemplates[]): readonly Merged[] {
  const tree = emptyParseTree<Merged>();
  for (const template of folds.flatMap((fold) => groupsOf(fold.tree)).toSorted(byAge))
    mergeInto(tree, template);
  const forgotten: Merged = {
    ids: [FORGOTTEN_ID],
    tokens: [WILDCARD],
    sightings: noSightings(),
    examples: [],
  };
  for (const fold of folds) addSightings(forgotten.sightings, fold.forgotten);
  return forgotten.sightings.count > 0 ? [...groupsOf(tree), forgotten] : groupsOf(tree);
}

function mergeInto(tree: ParseTree<Merged>, template: Template): void {
  const merged = findGroup(tree, template.tokens) ?? addMerged(tree, template.tokens);
  generalise(merged, template.tokens);
  addSightings(merged.sightings, template.sightings);
  if (!merged.ids.includes(template.id)) merged.ids.push(template.id);
  merged.examples.push(...template.examples.slice(0, MAX_EXAMPLES - merged.examples.length));
}

function addMerged(tree: ParseTree<Merged>, tokens: readonly string[]): Merged {
  const merged: Merged = { ids: [], tokens: [...tokens], sightings: noSightings(), examples: [] };
  addGroup(tree, merged);
  return merged;
}

/** Two shards may have made their templates of one line and then gone apart: the younger template takes another of its ids. */
function takeId({ ids, tokens }: Merged, taken: Set<string>): string {
  const id = ids.find((candidate) => !taken.has(candidate)) ?? templateId(tokens);
  taken.add(id);
  return id;
}

function report({ ids, tokens, sightings, examples }: Merged, span: Span): Omit<ReportedTemplate, 'id'> {
  return {
    ids,
    template: templateText(tokens),
    count: sightings.count,
    levels: sightings.levels,
    ratePerMinute: linesInWindow(sightings.rate, span.lastMs) / span.minutes,
    firstSeenMs: sightings.firstMs,
    lastSeenMs: sightings.lastMs,
    examples,
  };
}

/** The end of the time that is looked at, and how many minutes of it there were. */
interface Span {
  readonly lastMs: number;
  readonly minutes: number;
}

function spanOf(all: readonly Merged[]): Span {
  const total = noSightings();
  for (const merged of all) addSightings(total, merged.sightings);
  const minutes = minuteOf(total.lastMs) - minuteOf(total.firstMs) + 1;
  return { lastMs: total.lastMs, minutes: Math.min(RATE_WINDOW_MINUTES, minutes) };
}

function byAge(a: Template, b: Template): number {
  return (
    a.sightings.firstMs - b.sightings.firstMs ||
    compare(a.id, b.id) ||
    compare(templateText(a.tokens), templateText(b.tokens))
  );
}

function byCount(a: ReportedTemplate, b: ReportedTemplate): number {
  return b.count - a.count || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
