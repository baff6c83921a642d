// Sizes: what fits on a page, with the exceptions by name.
import ts from 'typescript';
import { EXCEPTIONS, exceptionsOf } from './exceptions.js';
import { isGenerated, isTest, nodesOf, placeOf, type SourceFile } from './project.js';
import type { Rule } from './rule.js';

const FILE_LINES = 400;
const FUNCTION_LINES = 60;
const MAIN_LINES = 15;

export const SIZE_RULES: readonly Rule[] = [
  {
    name: `no file is longer than ${FILE_LINES} lines`,
    violations: (project) => {
      const { longFiles } = exceptionsOf(project);
      return project.sources
        .filter(({ path, text }) => !isGenerated(path) && linesOf(text) > (longFiles[path] ?? FILE_LINES))
        .map(({ path, text }) => `${path} has ${linesOf(text)} lines`);
    },
    planted: [
      { 'libs/shard/src/long.ts': 'let a;\n'.repeat(FILE_LINES + 1) },
      {
        [EXCEPTIONS]: `{"namedByNoun":[],"longFiles":{"libs/shard/src/long.ts":${FILE_LINES + 1}}}`,
        'libs/shard/src/long.ts': 'let a;\n'.repeat(FILE_LINES + 2),
      },
    ],
  },
  {
    name: 'every file that may be longer is as long as is said',
    violations: (project) =>
      Object.entries(exceptionsOf(project).longFiles)
        .filter(([path, lines]) => linesOf(project.textOf(path)) < lines || lines <= FILE_LINES)
        .map(([path]) => `${path} has ${linesOf(project.textOf(path))} lines by now`),
    planted: [
      {
        [EXCEPTIONS]: `{"namedByNoun":[],"longFiles":{"libs/shard/src/long.ts":${FILE_LINES + 2}}}`,
        'libs/shard/src/long.ts': 'let a;\n'.repeat(FILE_LINES + 1),
      },
    ],
  },
  {
    name: `no function of production is longer than ${FUNCTION_LINES} lines`,
    violations: (project) => project.sources.filter(({ path }) => !isTest(path)).flatMap(longFunctions),
    planted: [
      { 'libs/shard/src/a.ts': `function long() {\n${'a();\n'.repeat(FUNCTION_LINES)}}` },
      { 'libs/shard/src/a.ts': `class A { long = () => {\n${'a();\n'.repeat(FUNCTION_LINES)}} }` },
    ],
  },
  {
    name: `the main.ts of an app has at most ${MAIN_LINES} lines`,
    violations: (project) =>
      project.sources
        .filter(({ path, text }) => /^apps\/[^/]+\/src\/main\.ts$/.test(path) && linesOf(text) > MAIN_LINES)
        .map(({ path, text }) => `${path} has ${linesOf(text)} lines`),
    planted: [{ 'apps/gateway/src/main.ts': 'a();\n'.repeat(MAIN_LINES + 1) }],
  },
];

function linesOf(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function longFunctions(file: SourceFile): string[] {
  return [...nodesOf(file.tree)].flatMap((node) => {
    if (!ts.isFunctionLike(node)) return [];
    const lines = linesOf(node.getText());
    return lines > FUNCTION_LINES ? [`${placeOf(node, file)} is a function of ${lines} lines`] : [];
  });
}
