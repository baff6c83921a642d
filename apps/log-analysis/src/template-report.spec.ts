import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ArrivedLine, evolveTemplates, type LogTemplates, noTemplates } from './log-templates.js';
import { countSighting } from './sightings.js';
import { FORGOTTEN_ID, reportTemplates, type TemplateReport } from './template-report.js';

const START_MS = Date.UTC(2031, 4, 6, 7, 8);
const MINUTE_MS = 60_000;

/** Which lines stand as examples depends on the order where two shards' templates are equally old. */
function withoutExamples({ lines, templates }: TemplateReport): unknown {
  return { lines, templates: templates.map((template) => ({ ...template, examples: [] })) };
}

function fold(...lines: readonly (string | ArrivedLine)[]): LogTemplates {
  return lines
    .map((line) => (typeof line === 'string' ? { text: line, arrivalMs: START_MS } : line))
    .reduce(evolveTemplates, noTemplates());
}

describe('reportTemplates', () => {
  it('is empty before the first line', () => {
    expect(reportTemplates([])).toEqual({ lines: 0, templates: [] });
    expect(reportTemplates([noTemplates()])).toEqual({ lines: 0, templates: [] });
  });

  it('puts together what several shards know, each with its part of the lines', () => {
    const one = fold('INFO closed for alice', 'closed for bob');
    const other = fold('closed for carol', 'ERROR disk is full');
    const { lines, templates } = reportTemplates([one, other]);
    expect(lines).toBe(4);
    expect(templates).toMatchObject([
      { template: 'closed for <*>', count: 3, levels: { INFO: 1, UNSPECIFIED: 2 } },
      { template: 'disk is full', count: 1, levels: { ERROR: 1 } },
    ]);
    expect(templates[0]?.ids).toHaveLength(2);
    expect(templates[0]?.examples.toSorted()).toEqual([
      'INFO closed for alice',
      'closed for bob',
      'closed for carol',
    ]);
  });

  it('names a template after its oldest part, whichever shard that is in', () => {
    const older = fold({ text: 'closed for alice', arrivalMs: START_MS - 1 });
    const younger = fold('closed for bob');
    const [{ id } = { id: '' }] = reportTemplates([older]).templates;
    expect(reportTemplates([younger, older]).templates[0]).toMatchObject({ id, firstSeenMs: START_MS - 1 });
  });

  it('gives no id twice when two shards go apart from one line', () => {
    const one = fold('a b c d e f', 'a b c d x y');
    const other = fold('a b c d e f', 'a b v w e f');
    const ids = reportTemplates([one, other]).templates.map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(2);
  });

  it('says how many lines a minute came, over the last ten minutes or as many as there were', () => {
    const at = (minute: number): ArrivedLine => ({ text: 'tick', arrivalMs: START_MS + minute * MINUTE_MS });
    const rateOf = (...minutes: readonly number[]) =>
      reportTemplates([fold(...minutes.map(at))]).templates[0]?.ratePerMinute;
    expect(rateOf(0, 0, 0)).toBe(3);
    expect(rateOf(0, 0, 0, 2)).toBeCloseTo(4 / 3);
    expect(rateOf(0, 0, 0, 20)).toBe(0.1);
  });

  it('lists the lines of forgotten templates as one of its own', () => {
    const state = fold('kept');
    countSighting(state.forgotten, { level: 'INFO', arrivalMs: START_MS });
    countSighting(state.forgotten, { level: 'WARN', arrivalMs: START_MS });
    state.lines += 2;
    expect(reportTemplates([state]).templates).toMatchObject([
      { id: FORGOTTEN_ID, template: '<*>', count: 2 },
      { template: 'kept', count: 1 },
    ]);
  });

  const line = fc.record({
    text: fc
      .array(fc.constantFrom('a', 'b', 'c', '7', '10.0.0.1', '<*>'), { maxLength: 6 })
      .map((words) => words.join(' ')),
    arrivalMs: fc.integer({ min: START_MS, max: START_MS + 20 * MINUTE_MS }),
  });
  const shard = fc.array(line, { maxLength: 50 }).map((lines) => fold(...lines));

  it('counts every line once, gives no id and no text twice, and does not mind the order of the shards', () => {
    fc.assert(
      fc.property(fc.array(shard, { maxLength: 4 }), (folds) => {
        const report = reportTemplates(folds);
        const { lines, templates } = report;
        expect(templates.reduce((sum, { count }) => sum + count, 0)).toBe(lines);
        expect(new Set(templates.map(({ id }) => id)).size).toBe(templates.length);
        expect(new Set(templates.map(({ template }) => template)).size).toBe(templates.length);
        expect(withoutExamples(reportTemplates(folds.toReversed()))).toEqual(withoutExamples(report));
      }),
    );
  });

  it('leaves the templates of a single shard as they are', () => {
    fc.assert(
      fc.property(shard, (state) => {
        expect(reportTemplates([state]).templates).toHaveLength(state.templates);
      }),
    );
  });
});
