import { javaText, type NamedShape } from './java-text.js';
import type { ScalarShape, Shape } from './service-model.js';

/**
 * Constraints, the second check of a request: lengths, ranges, patterns, enumerations and required members. All that are
 * broken are named at once, in AWS's sentences.
 *
 * A shape is compiled once. `holds` says yes or no and makes nothing; only when it says no does `report` walk the value a
 * second time, with paths and sentences, by the same rules.
 *
 * Source: the constraints of the Kinesis service model; sentences and their order recorded against AWS.
 */
export interface Constraint {
  /** Whether a value that is present satisfies the shape. */
  holds(value: unknown): boolean;
  /** Adds the sentences about a value that does not. */
  report(value: unknown, place: Place): void;
}

/** Where in a request a value stands, as AWS names it: `records.1.member.partitionKey`. */
interface Place {
  readonly path: string;
  readonly violations: Violations;
}

/** The sentences of one answer; AWS names ten at most. */
export class Violations {
  private static readonly MOST = 10;
  readonly sentences: string[] = [];

  get isFull(): boolean {
    return this.sentences.length === Violations.MOST;
  }

  /** @param value as AWS quotes it. */
  add({ value, path, rule }: { readonly value: string; readonly path: string; readonly rule: string }): void {
    if (this.isFull) return;
    const quoted = value === 'null' ? value : `'${value}'`;
    this.sentences.push(`Value ${quoted} at '${path}' failed to satisfy constraint: ${rule}`);
  }

  get message(): string {
    const { length } = this.sentences;
    return `${length} validation error${length === 1 ? '' : 's'} detected: ${this.sentences.join('; ')}`;
  }
}

export interface ConstraintSource extends NamedShape {
  /** Gives the constraint of the shapes that this one refers to. */
  readonly compiled: (shapeName: string) => Constraint;
}

/** One rule of a value itself, not of its members. */
interface Rule {
  readonly sentence: string;
  holds(value: unknown): boolean;
}

export function constraintOf(source: ConstraintSource): Constraint {
  const { shape, compiled } = source;
  switch (shape.type) {
    case 'structure':
      return structureConstraint(shape, compiled);
    case 'list':
    case 'map':
      return collectionConstraint(shape, source);
    default:
      return valueConstraint(source, scalarRules(shape));
  }
}

interface Member {
  readonly name: string;
  /** As AWS's paths name it: the first letter small. */
  readonly pathName: string;
  readonly isRequired: boolean;
  readonly constraint: Constraint;
}

function structureConstraint(
  shape: Extract<Shape, { type: 'structure' }>,
  compiled: ConstraintSource['compiled'],
): Constraint {
  const required = new Set(shape.required);
  const members: readonly Member[] = Object.entries(shape.members).map(([name, of]) => ({
    name,
    pathName: name.charAt(0).toLowerCase() + name.slice(1),
    isRequired: required.has(name),
    constraint: compiled(of),
  }));
  return {
    holds(value) {
      const fields = value as Readonly<Record<string, unknown>>;
      for (const { name, isRequired, constraint } of members) {
        const member = fields[name];
        if (member === undefined ? isRequired : !constraint.holds(member)) return false;
      }
      return true;
    },
    report(value, { path, violations }) {
      const fields = value as Readonly<Record<string, unknown>>;
      for (const { name, pathName, isRequired, constraint } of members) {
        if (violations.isFull) return;
        const member = fields[name];
        const memberPath = path === '' ? pathName : `${path}.${pathName}`;
        if (member !== undefined) constraint.report(member, { path: memberPath, violations });
        else if (isRequired) violations.add({ value: 'null', path: memberPath, rule: NOT_NULL });
      }
    },
  };
}

const NOT_NULL = 'Member must not be null';

/**
 * Lists and maps: their size, then their elements. Elements that are scalars are reported as one rule of the whole, the
 * others each with a path of their own, `records.1.member.partitionKey`.
 */
function collectionConstraint(
  shape: Extract<Shape, { type: 'list' | 'map' }>,
  source: ConstraintSource,
): Constraint {
  const { shapeOf, compiled } = source;
  const elementName = shape.type === 'list' ? shape.member : shape.value;
  const element = compiled(elementName);
  const elementShape = shapeOf(elementName);
  const isOfScalars = !['structure', 'list', 'map'].includes(elementShape.type);
  const own = valueConstraint(source, [
    ...lengthRules(shape, (value) => (Array.isArray(value) ? value : Object.keys(value as object)).length),
    ...(shape.type === 'map' ? keyRules(shapeOf(shape.key)) : []),
    ...(isOfScalars ? elementRules(elementShape as ScalarShape, shape.type) : []),
  ]);
  return {
    holds(value) {
      if (!own.holds(value)) return false;
      for (const member of Array.isArray(value) ? value : Object.values(value as object)) {
        if (member === null || !element.holds(member)) return false;
      }
      return true;
    },
    report(value, { path, violations }) {
      own.report(value, { path, violations });
      const entries: readonly (readonly [string, unknown])[] = Array.isArray(value)
        ? value.map((member, i) => [String(i + 1), member])
        : Object.entries(value as object);
      for (const [key, member] of entries) {
        if (violations.isFull) return;
        const memberPath = `${path}.${key}.member`;
        if (member === null) violations.add({ value: 'null', path: memberPath, rule: NOT_NULL });
        else if (!isOfScalars) element.report(member, { path: memberPath, violations });
      }
    },
  };
}

function keyRules(keyShape: Shape): readonly Rule[] {
  const rules = scalarRules(keyShape as ScalarShape);
  if (rules.length === 0) return [];
  return [
    {
      sentence: `Map keys must satisfy constraint: [${sentencesOf(rules)}]`,
      holds: (value) => Object.keys(value as object).every((key) => satisfiesAll(rules, key)),
    },
  ];
}

function elementRules(shape: ScalarShape, collection: 'list' | 'map'): readonly Rule[] {
  const rules = scalarRules(shape);
  if (rules.length === 0) return [];
  return [
    {
      sentence: `${collection === 'list' ? 'Member' : 'Map value'} must satisfy constraint: [${sentencesOf(rules)}]`,
      holds: (value) =>
        Object.values(value as object).every((element) => element === null || satisfiesAll(rules, element)),
    },
  ];
}

/** AWS names the upper bound first here, the lower one first elsewhere. */
function sentencesOf(rules: readonly Rule[]): string {
  return rules
    .map((rule) => rule.sentence)
    .toReversed()
    .join(', ');
}

function satisfiesAll(rules: readonly Rule[], value: unknown): boolean {
  for (const rule of rules) if (!rule.holds(value)) return false;
  return true;
}

function valueConstraint(source: ConstraintSource, rules: readonly Rule[]): Constraint {
  return {
    holds: (value) => satisfiesAll(rules, value),
    report(value, { path, violations }) {
      for (const rule of rules) {
        if (violations.isFull || rule.holds(value)) continue;
        violations.add({ value: javaText(value, source), path, rule: rule.sentence });
      }
    },
  };
}

function scalarRules(shape: ScalarShape): readonly Rule[] {
  switch (shape.type) {
    case 'string':
      return [...enumRules(shape), ...patternRules(shape), ...lengthRules(shape, lengthOf)];
    case 'blob':
      return lengthRules(shape, lengthOf);
    default:
      return rangeRules(shape);
  }
}

const lengthOf = (value: unknown): number => (value as string | Uint8Array).length;

function enumRules({ enum: values }: ScalarShape): readonly Rule[] {
  if (!values) return [];
  const known = new Set<unknown>(values);
  return [
    {
      sentence: `Member must satisfy enum value set: [${values.join(', ')}]`,
      holds: (value) => known.has(value),
    },
  ];
}

/**
 * A text must match as a whole, as Java's `matches` means it. One that is too long is not matched, its length is
 * reported alone: with some of the patterns the time grows with the square of the length.
 */
function patternRules({ pattern, max = Infinity }: ScalarShape): readonly Rule[] {
  if (pattern === undefined) return [];
  const whole = new RegExp(`^(?:${pattern})$`);
  return [
    {
      sentence: `Member must satisfy regular expression pattern: ${pattern}`,
      holds: (value) => lengthOf(value) > max || whole.test(value as string),
    },
  ];
}

/** A lower bound of 0 says nothing. */
function lengthRules(
  { min = 0, max }: { readonly min?: number; readonly max?: number },
  length: (value: unknown) => number,
): readonly Rule[] {
  const rules: Rule[] = [];
  if (min > 0) {
    rules.push({
      sentence: `Member must have length greater than or equal to ${min}`,
      holds: (value) => length(value) >= min,
    });
  }
  if (max !== undefined) {
    rules.push({
      sentence: `Member must have length less than or equal to ${max}`,
      holds: (value) => length(value) <= max,
    });
  }
  return rules;
}

function rangeRules({ min, max }: ScalarShape): readonly Rule[] {
  const rules: Rule[] = [];
  if (min !== undefined) {
    rules.push({
      sentence: `Member must have value greater than or equal to ${min}`,
      holds: (value) => (value as number) >= min,
    });
  }
  if (max !== undefined) {
    rules.push({
      sentence: `Member must have value less than or equal to ${max}`,
      holds: (value) => (value as number) <= max,
    });
  }
  return rules;
}
