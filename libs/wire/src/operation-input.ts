import { KinesisError } from '#lib/kinesis';
import { constraintOf, Violations, type Constraint } from './constraints.js';
import type { ReadRequest } from './codec.js';
import { conversionOf, type Conversion } from './coral-types.js';
import { SERVICE_MODEL, type OperationName } from './service-model.generated.js';
import type { OperationModel, Shape } from './service-model.js';
import { PUT_ENTRY, putEntryConstraint, putEntryConversion } from './put-entry.js';

/**
 * What an operation takes, checked against the service model: first the types, one at a time, then all constraints.
 *
 * @param request as its codec read it; its structure is changed in place and comes back as the input.
 * @throws KinesisError SerializationException, ValidationException.
 */
export function operationInput(operation: OperationName, { structure, form }: ReadRequest): unknown {
  const { input } = operationModel(operation);
  if (input === undefined) return structure;
  const value = conversions.named(input)(structure, form);
  const constraint = constraints.named(input);
  if (constraint.holds(value)) return value;
  const violations = new Violations();
  constraint.report(value, { path: '', violations });
  throw new KinesisError('ValidationException', violations.message);
}

export function isOperationName(text: string): text is OperationName {
  return Object.hasOwn(SERVICE_MODEL.operations, text);
}

export function operationModel(operation: OperationName): OperationModel {
  return SERVICE_MODEL.operations[operation] as OperationModel;
}

/** @throws TypeError where the model has no such shape: a mistake of ours. */
export function shapeNamed(shapeName: string): Shape {
  const shape = SERVICE_MODEL.shapes[shapeName];
  if (!shape) throw new TypeError(`the service model has no shape ${shapeName}`);
  return shape;
}

/** Compiles each shape once, when it is first needed. */
class Compiled<Of> {
  private readonly byName = new Map<string, Of>();

  constructor(private readonly compile: (shapeName: string) => Of) {}

  readonly named = (shapeName: string): Of => {
    let compiled = this.byName.get(shapeName);
    if (compiled === undefined) {
      compiled = this.compile(shapeName);
      this.byName.set(shapeName, compiled);
    }
    return compiled;
  };
}

const conversions: Compiled<Conversion> = new Compiled((shapeName) => {
  const conversion = conversionOf(shapeNamed(shapeName), conversions.named);
  return shapeName === PUT_ENTRY ? putEntryConversion(conversion) : conversion;
});

const constraints: Compiled<Constraint> = new Compiled((shapeName) => {
  const source = {
    shapeName,
    shape: shapeNamed(shapeName),
    shapeOf: shapeNamed,
    compiled: constraints.named,
  };
  const constraint = constraintOf(source);
  return shapeName === PUT_ENTRY ? putEntryConstraint(constraint) : constraint;
});
