import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type ArrivedLine,
  evolveTemplates,
  type LogTemplates,
  MAX_EXAMPLE_CHARS,
  MAX_EXAMPLES,
  MAX_TEMPLATES,
  noTemplates,
  type Template,
  templateText,
} from './log-templates.js';
import { groupsOf } from './parse-tree.js';

const START_MS = Date.UTC(2031, 4, 6, 7, 8);

function fold(lines: readonly ArrivedLine[], state: LogTemplates = noTemplates()): LogTemplates {
  return lines.reduce(evolveTemplates, state);
}

function arrived(...texts: readonly string[]): readonly ArrivedLine[] {
  return texts.map((text, at) => ({ text, arrivalMs: START_MS + at }));
}

function templatesOf(state: LogTemplates): readonly Template[] {
  return groupsOf(state.tree);
}

function onlyTemplate(state: LogTemplates): Template {
  const [template, ...others] = templatesOf(state);
  if (!template || others.length > 0) throw new Error(`expected one template: ${JSON.stringify(state)}`);
  return template;
}

function countsOf(state: LogTemplates): Readonly<Record<string, number>> {
  return Object.fromEntries(
    templatesOf(state).map(({ tokens, sightings }) => [templateText(tokens), sightings.count]),
  );
}

/** Different words for different numbers, without a digit that a mask could hide. */
function wordOf(n: number): string {
  return [...String(n)].map((digit) => 'zyxwvutsrq'.charAt(Number(digit))).join('');
}

const line = fc.record({
  text: fc
    .tuple(
      fc.constantFrom('', 'May  6 07:08:09 host sshd[7]: ', '2031-05-06 07:08:09 WARN core.Disk: '),
      fc.constantFrom(
        'session closed for user',
        'disk is full on',
        'peer 10.0.0.1:80 of',
        '',
        '{"msg":"up"}',
      ),
      fc.constantFrom('', ' alice', ' bob', ' 12', ' /var/log/x'),
    )
    .map((parts) => parts.join('')),
  arrivalMs: fc.integer({ min: START_MS, max: START_MS + 3_600_000 }),
});
const lines = fc.array(line, { maxLength: 60 });

describe('evolveTemplates', () => {
  it('counts lines that differ in their variable parts as one template, by level', () => {
    const state = fold(
      arrived(
        '2031-05-06 07:08:09 INFO core.Disk: wrote 12 blocks to 10.0.0.1:80',
        '2031-05-06 07:08:10 WARN core.Disk: wrote 7 blocks to 10.0.0.2:80',
        'wrote 3 blocks to 10.0.0.3',
      ),
    );
    const { tokens, sightings } = onlyTemplate(state);
    expect(templateText(tokens)).toBe('wrote <num> blocks to <ip>');
    expect(sightings).toMatchObject({
      count: 3,
      levels: { INFO: 1, WARN: 1, UNSPECIFIED: 1 },
      firstMs: START_MS,
      lastMs: START_MS + 2,
    });
  });

  it('keeps the id of a template while it generalises', () => {
    const state = fold(arrived('session closed for alice'));
    const { id } = onlyTemplate(state);
    fold(arrived('session closed for bob'), state);
    expect(onlyTemplate(state)).toMatchObject({ id, tokens: ['session', 'closed', 'for', '<*>'] });
  });

  it('counts a blank line as a line of the empty template', () => {
    expect(countsOf(fold(arrived('', '  ', 'one')))).toEqual({ '': 2, one: 1 });
  });

  it('keeps the first distinct lines as examples, cut where they are too long', () => {
    const texts = Array.from({ length: 9 }, (_, n) => `user ${n} left`);
    const state = fold(arrived(texts[0] ?? '', ...texts));
    expect(onlyTemplate(state).examples).toEqual(texts.slice(0, MAX_EXAMPLES));
    const long = onlyTemplate(fold(arrived('x'.repeat(MAX_EXAMPLE_CHARS + 7))));
    expect(long.examples).toEqual([`${'x'.repeat(MAX_EXAMPLE_CHARS)}… (7 more characters)`]);
  });

  it('forgets the templates that were not seen for longest, and none of their lines', () => {
    const total = MAX_TEMPLATES + 1;
    const state = fold(arrived('kept because it is seen again'));
    for (let n = 0; n < total; n += 1) {
      fold(arrived(`${wordOf(n)} ${wordOf(n)} ${wordOf(n)}`, 'kept because it is seen again'), state);
    }
    expect(state.templates).toBe(templatesOf(state).length);
    expect(state.templates).toBeLessThanOrEqual(MAX_TEMPLATES);
    expect(state.forgotten.count).toBeGreaterThan(0);
    expect(countsOf(state)['kept because it is seen again']).toBe(total + 1);
    const kept = Object.values(countsOf(state)).reduce((sum, count) => sum + count, 0);
    expect(kept + state.forgotten.count).toBe(state.lines);
    expect(countsOf(state)).not.toHaveProperty([`${wordOf(0)} ${wordOf(0)} ${wordOf(0)}`]);
  });

  it('counts every line in one template and in one level', () => {
    fc.assert(
      fc.property(lines, (came) => {
        const templates = templatesOf(fold(came));
        expect(templates.reduce((sum, { sightings }) => sum + sightings.count, 0)).toBe(came.length);
        for (const { sightings } of templates) {
          expect(Object.values(sightings.levels).reduce((sum, count) => sum + count, 0)).toBe(
            sightings.count,
          );
        }
      }),
    );
  });

  it('goes on from its JSON as if it had never been written', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const whole = JSON.stringify(fold([...before, ...after]));
        const written = JSON.stringify(fold(before));
        const read = JSON.parse(written) as LogTemplates;
        expect(JSON.stringify(read)).toBe(written);
        expect(JSON.stringify(fold(after, read))).toBe(whole);
      }),
    );
  });
});
