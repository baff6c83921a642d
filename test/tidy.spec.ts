import { describe, expect, it } from '@jest/globals';
import { CODE_RULES } from './tidy/code-rules.js';
import { COMPLETENESS_RULES } from './tidy/completeness-rules.js';
import { IMPORT_RULES } from './tidy/import-rules.js';
import { METRIC_RULES } from './tidy/metric-rules.js';
import { NAME_RULES } from './tidy/name-rules.js';
import { projectOf, readProject } from './tidy/project.js';
import { SIZE_RULES } from './tidy/size-rules.js';
import { TEXT_RULES } from './tidy/text-rules.js';

const RULES = [
  ...IMPORT_RULES,
  ...NAME_RULES,
  ...SIZE_RULES,
  ...CODE_RULES,
  ...COMPLETENESS_RULES,
  ...METRIC_RULES,
  ...TEXT_RULES,
];
const project = readProject();

describe('in this project', () => {
  it.each(RULES.map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
    expect(rule.violations(project)).toEqual([]);
  });

  it('there is something to look at', () => {
    expect(project.production.length).toBeGreaterThan(50);
  });
});

/** Of a planted file, in the name of its test. */
const SHOWN_CHARACTERS = 120;

describe('it is noticed', () => {
  const planted = RULES.flatMap((rule) =>
    rule.planted.map((files) => ({ rule, files, shown: JSON.stringify(files).slice(0, SHOWN_CHARACTERS) })),
  );

  it.each(planted)('that not: $rule.name $shown', ({ rule, files }) => {
    expect(rule.violations(projectOf(files))).not.toEqual([]);
  });
});
