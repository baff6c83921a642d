// What no file may say, whatever its kind.
import type { Project } from './project.js';
import type { Rule } from './rule.js';

/** Folders of somebody's machine; the project stands anywhere. */
const MACHINE_PATH = /(^|[^\w.-])\/(work|farm|root|home\/\w+|Users\/\w+)\/\w/;
/** A lock that names where a package came from works only where that place is. */
const REGISTRY = /https?:\/\/[\w.-]*(registry|artifactory|nexus|verdaccio)[\w.-]*/;

export const TEXT_RULES: readonly Rule[] = [
  {
    name: 'no file names a folder of one machine',
    violations: (project) => everyLine(project, MACHINE_PATH),
    planted: [{ 'docs/a.md': `see ${['', 'home', 'me', 'shardwell'].join('/')}` }],
  },
  {
    name: 'no file names a package registry',
    violations: (project) => everyLine(project, REGISTRY),
    planted: [{ 'package-lock.json': `"resolved": "https:${'//'}registry.example.org/a.tgz"` }],
  },
];

function everyLine({ texts }: Project, wrong: RegExp): string[] {
  return texts.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        wrong.test(line) ? [`${path}:${index + 1} ${line.trim().slice(0, 120)}`] : [],
      ),
  );
}
