import fc from 'fast-check';
import { operationModel, shapeNamed } from '../operation-input.js';
import type { OperationName } from '../service-model.generated.js';
import type { Sent } from './sent-value.js';

const LONGEST = 4;

/** Inputs of an operation that are of the model's shape or nearly so: a member is of another type now and then. */
export function anyInput(operation: OperationName): fc.Arbitrary<Sent> {
  const { input } = operationModel(operation);
  return input === undefined ? fc.constant({}) : ofShape(input);
}

function ofShape(shapeName: string): fc.Arbitrary<Sent> {
  return fc.oneof({ weight: 12, arbitrary: rightly(shapeName) }, { weight: 1, arbitrary: anything });
}

function rightly(shapeName: string): fc.Arbitrary<Sent> {
  const shape = shapeNamed(shapeName);
  switch (shape.type) {
    case 'structure':
      return fc.record(
        Object.fromEntries(Object.entries(shape.members).map(([name, of]) => [name, ofShape(of)])),
        { requiredKeys: [...(shape.required ?? [])] },
      );
    case 'list':
      return fc.array(ofShape(shape.member), { maxLength: LONGEST });
    case 'map':
      return fc.dictionary(anyText, ofShape(shape.value), { maxKeys: LONGEST });
    case 'string':
      return shape.enum ? fc.constantFrom(...shape.enum) : anyText;
    case 'blob':
      return fc.uint8Array({ maxLength: 40 });
    case 'boolean':
      return fc.boolean();
    default:
      return fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double());
  }
}

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('orders', 'shardId-000000000000', '0', '__proto__', 'toString', 'AA=='),
);

const anything: fc.Arbitrary<Sent> = fc.oneof(
  anyText,
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.uint8Array({ maxLength: 10 }),
  fc.constant([]),
  fc.constant({}),
  fc.constant([[[{}]]]),
);
