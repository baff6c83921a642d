import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { constraintOf, Violations, type Constraint } from './constraints.js';
import { conversionOf, type Conversion } from './coral-types.js';
import { jsonCodec } from './json-codec.js';
import { shapeNamed } from './operation-input.js';
import { PUT_ENTRY, putEntryConstraint, putEntryConversion } from './put-entry.js';

const conversion = (shapeName: string): Conversion => conversionOf(shapeNamed(shapeName), conversion);
const constraint = (shapeName: string): Constraint =>
  constraintOf({ shapeName, shape: shapeNamed(shapeName), shapeOf: shapeNamed, compiled: constraint });

/** What becomes of an entry: the value, or the refusal. */
function outcome(entry: unknown, ways: { readonly convert: Conversion; readonly constraint: Constraint }) {
  const { structure, form } = jsonCodec.read(Buffer.from(JSON.stringify({ entry })));
  try {
    const value = ways.convert((structure as { entry: unknown }).entry, form);
    const violations = new Violations();
    const holds = ways.constraint.holds(value);
    if (!holds) ways.constraint.report(value, { path: 'entry', violations });
    return { value, holds, sentences: violations.sentences };
  } catch (error) {
    return { refusal: String(error) };
  }
}

const general = { convert: conversion(PUT_ENTRY), constraint: constraint(PUT_ENTRY) };
const usual = {
  convert: putEntryConversion(general.convert),
  constraint: putEntryConstraint(general.constraint),
};

const base64 = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const text = fc.oneof(base64, fc.string({ maxLength: 300, unit: 'grapheme' }), fc.constant('a'.repeat(257)));
const anything = fc.oneof({ weight: 3, arbitrary: text }, fc.jsonValue({ maxDepth: 1 }));
const entry = fc.oneof(
  { weight: 4, arbitrary: fc.record({ Data: base64, PartitionKey: text }) },
  fc.record(
    { Data: anything, PartitionKey: anything, ExplicitHashKey: anything, Other: anything },
    { requiredKeys: [] },
  ),
  fc.jsonValue({ maxDepth: 1 }).filter((value) => value !== null),
);

describe('an entry of PutRecords', () => {
  it('ends as the model has it, the usual way and the general one', () => {
    fc.assert(
      fc.property(entry, (value) => {
        expect(outcome(value, usual)).toEqual(outcome(value, general));
      }),
      { numRuns: 2000 },
    );
  });

  it('has data of up to 10 MiB', () => {
    const ofBytes = (bytes: number) => ({ Data: new Uint8Array(bytes), PartitionKey: 'a' });
    expect(usual.constraint.holds(ofBytes(10 * 1024 * 1024))).toBe(true);
    expect(usual.constraint.holds(ofBytes(10 * 1024 * 1024 + 1))).toBe(false);
  });
});
