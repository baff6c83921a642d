// What this process needs to do its work, and what of that is missing right now.

/** Says why the process cannot work now, in a sentence without a full stop; undefined where it can. Must not block. */
export type ReadinessCheck = () => string | undefined;

export interface Readiness {
  readonly ready: boolean;
  /** `ok` or the reason, by the name of the check. */
  readonly checks: Readonly<Record<string, string>>;
}

/** The named readiness checks of a process. Checks report what is known already; watching is their owners' work. */
export class Health {
  readonly #checks = new Map<string, ReadinessCheck>();

  /** Adds a check. @throws Error where the name is taken. */
  register(name: string, check: ReadinessCheck): void {
    if (this.#checks.has(name)) throw new Error(`There is a readiness check named ${name} already`);
    this.#checks.set(name, check);
  }

  readiness(): Readiness {
    const reasons = [...this.#checks].map(([name, check]) => [name, check()] as const);
    return {
      ready: reasons.every(([, reason]) => reason === undefined),
      checks: Object.fromEntries(reasons.map(([name, reason]) => [name, reason ?? 'ok'])),
    };
  }
}
