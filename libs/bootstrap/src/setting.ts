// The kinds of settings: how a text becomes a value, and what is said when it does not.

/** One row of the configuration table. `parse` throws a `RangeError` that says what was expected. */
export interface Setting<Value> {
  /** The environment variable. */
  readonly name: string;
  /** The kind of value, in a word a reader of the documentation knows. */
  readonly type: string;
  /** Unit of a number; empty where there is none. */
  readonly unit: string;
  /** What may be written, in words. */
  readonly range: string;
  /** What the setting does, in one sentence. */
  readonly sentence: string;
  /** The default as it would be written in the environment; undefined where the setting is off unless given. */
  readonly fallback: string | undefined;
  readonly parse: (written: string) => Value;
}

interface Described {
  readonly name: string;
  readonly sentence: string;
}

/** A whole number from `min` to `max`, both included. */
export function integer(
  row: Described & { unit: string; min: number; max: number; fallback: number },
): Setting<number> {
  const range = `${row.min} to ${row.max}`;
  return {
    ...row,
    type: 'integer',
    range,
    fallback: String(row.fallback),
    parse(digits) {
      const value = /^\d{1,15}$/.test(digits) ? Number(digits) : Number.NaN;
      if (value >= row.min && value <= row.max) return value;
      throw new RangeError(`is ${quote(digits)}, but must be a whole number from ${range}`);
    },
  };
}

/** A share of a whole, from 0 to 1. */
export function fraction(row: Described & { fallback: number }): Setting<number> {
  const range = '0 to 1';
  return {
    ...row,
    type: 'fraction',
    unit: '',
    range,
    fallback: String(row.fallback),
    parse(written) {
      const value = /^(\d|\d?\.\d{1,9})$/.test(written) ? Number(written) : Number.NaN;
      if (value >= 0 && value <= 1) return value;
      throw new RangeError(`is ${quote(written)}, but must be a number from ${range}`);
    },
  };
}

/** One of a few words. */
export function choice<const Word extends string>(
  row: Described & { choices: readonly Word[]; fallback: Word },
): Setting<Word> {
  const range = row.choices.join(', ');
  return {
    ...row,
    type: 'choice',
    unit: '',
    range,
    parse(given) {
      const value = row.choices.find((word) => word === given);
      if (value !== undefined) return value;
      throw new RangeError(`is ${quote(given)}, but must be one of ${range}`);
    },
  };
}

/** A text that a pattern accepts; `range` says in words which. */
export function text(row: Described & { pattern: RegExp; range: string; fallback: string }): Setting<string> {
  return {
    ...row,
    type: 'text',
    unit: '',
    parse(value) {
      if (row.pattern.test(value)) return value;
      throw new RangeError(`is ${quote(value)}, but must be ${row.range}`);
    },
  };
}

/** Several texts with commas between them; the empty text is an empty list. */
export function list(
  row: Described & { pattern: RegExp; range: string; fallback: string },
): Setting<readonly string[]> {
  return {
    ...row,
    type: 'list',
    unit: '',
    parse(value) {
      const entries = value === '' ? [] : value.split(',').map((entry) => entry.trim());
      const wrong = entries.find((entry) => !row.pattern.test(entry));
      if (wrong === undefined) return Object.freeze([...new Set(entries)]);
      throw new RangeError(`has the entry ${quote(wrong)}, but must be ${row.range}`);
    },
  };
}

/** The address of a server, or nothing. What was written is never repeated: it may hold a password. */
export function address(row: Described & { protocols: readonly string[] }): Setting<string | undefined> {
  const range = `a URL that begins with ${row.protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
  return {
    ...row,
    type: 'address',
    unit: '',
    range,
    fallback: undefined,
    parse(value) {
      if (value === '') return undefined;
      if (URL.canParse(value) && row.protocols.includes(new URL(value).protocol)) return value;
      throw new RangeError(`is not ${range}`);
    },
  };
}

/** The path of a file, or nothing. */
export function path(row: Described): Setting<string | undefined> {
  return {
    ...row,
    type: 'path',
    unit: '',
    range: 'the path of a file',
    fallback: undefined,
    parse(value) {
      if (value === '') return undefined;
      if (!value.includes('\0')) return value;
      throw new RangeError('is not the path of a file');
    },
  };
}

/** A text that nobody else may read, or nothing. What was written is never repeated. */
export function secret(row: Described & { pattern: RegExp; range: string }): Setting<string | undefined> {
  return {
    ...row,
    type: 'secret',
    unit: '',
    fallback: undefined,
    parse(value) {
      if (value === '') return undefined;
      if (row.pattern.test(value)) return value;
      throw new RangeError(`is not ${row.range}`);
    },
  };
}

const LONGEST_QUOTE = 60;

function quote(value: string): string {
  return JSON.stringify(value.length > LONGEST_QUOTE ? `${value.slice(0, LONGEST_QUOTE)}…` : value);
}
