// What may be otherwise, by name. The lists only shrink: an entry that is no longer needed is itself a violation.
import type { Project } from './project.js';

export const EXCEPTIONS = 'test/tidy/exceptions.json';

export interface Exceptions {
  /** Files named by their noun, of which their exports are parts. The glossary in libs/kinesis is such by its nature. */
  readonly namedByNoun: readonly string[];
  /** Files that are longer than others may be, and how many lines they have. */
  readonly longFiles: Readonly<Record<string, number>>;
}

/** The exceptions of a project; none where it has no list. */
export function exceptionsOf(project: Project): Exceptions {
  const none: Exceptions = { namedByNoun: [], longFiles: {} };
  return project.has(EXCEPTIONS) ? (JSON.parse(project.textOf(EXCEPTIONS)) as Exceptions) : none;
}
