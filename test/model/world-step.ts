import type { Rules } from './rules.js';
import type { Step } from './search.js';
import type { Bounds, World } from './world.js';

/** A row of the table of everything that can happen. */
export type WorldStep = Step<World>;

/** What a search is about: the rules that owners and router follow, and how much may happen. */
export interface Setting {
  readonly rules: Rules;
  readonly bounds: Bounds;
}
