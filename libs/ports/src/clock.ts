/** The time of day, injected: the core and the actors read no clock of their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
}
