import type { z } from 'zod';
import { invalidMembers, type RestRefusal } from './problem.js';

interface Issue {
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
}

/** A zod schema as Nest's validation takes it, but that its refusals say the value too. */
export function requestSchema<Schema extends z.ZodType>(schema: Schema) {
  return {
    '~standard': {
      ...schema['~standard'],
      validate(value: unknown) {
        const result = schema.safeParse(value);
        return result.success ? { value: result.data } : { issues: issuesOf(result.error, value) };
      },
    },
  };
}

/** What Nest's validation throws. */
export function refusalOfIssues(issues: readonly Issue[]): RestRefusal {
  return invalidMembers(
    issues.map(({ message, path = [] }) => ({
      member: path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.'),
      detail: message,
    })),
  );
}

/** The value as the schema gives it. @throws RestRefusal. */
export function checkedBy<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw refusalOfIssues(issuesOf(result.error, value));
}

/** Further ones say nothing new: a body may have thousands. */
const MOST_ISSUES = 10;

function issuesOf(error: z.ZodError, value: unknown): readonly Issue[] {
  return error.issues
    .slice(0, MOST_ISSUES)
    .map(({ path, message }) => ({ path, message: message + found(valueAt(value, path)) }));
}

const QUOTED_CHARACTERS = 100;

/** Of members that are there and are no structures. */
function found(value: unknown): string {
  if (value === undefined || typeof value === 'object') return '';
  const text = JSON.stringify(value);
  if (text.length <= QUOTED_CHARACTERS) return `, found ${text}`;
  return `, found ${text.slice(0, QUOTED_CHARACTERS)}… (${text.length} characters)`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Readonly<Record<PropertyKey, unknown>>)[step];
  }
  return at;
}
