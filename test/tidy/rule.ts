import type { Project } from './project.js';

/** Something that is so in the whole project. */
export interface Rule {
  /** What is so, as a sentence. */
  readonly name: string;
  /** Every place where it is not so. */
  readonly violations: (project: Project) => readonly string[];
  /** Files that break the rule: the proof that it notices. Each project breaks it by itself. */
  readonly planted: readonly Readonly<Record<string, string>>[];
}
