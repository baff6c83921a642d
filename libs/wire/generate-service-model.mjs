// Makes src/service-model.generated.ts from AWS's service model of Kinesis (botocore's service-2.json):
//   npm run generate:service-model -- path/to/service-2.json
// Names, types and constraints are taken; documentation texts and error shapes are not. LICENSE-service-model says where
// the data comes from.
import { readFileSync, writeFileSync } from 'node:fs';

const [file] = process.argv.slice(2);
if (!file) {
  process.stderr.write('usage: npm run generate:service-model -- path/to/service-2.json\n');
  process.exit(1);
}
const model = JSON.parse(readFileSync(file, 'utf8'));
const shapes = Object.entries(model.shapes).filter(([, shape]) => !shape.exception);

const text = [
  '// Made by libs/wire/generate-service-model.mjs: do not edit. See libs/wire/LICENSE-service-model.',
  "import type { ServiceModel } from './service-model.js';",
  '',
  '/** The operations of the Kinesis API, and the shapes of what they take and answer. */',
  'export const SERVICE_MODEL: ServiceModel = {',
  `  targetPrefix: ${literal(model.metadata.targetPrefix)},`,
  '  operations: {',
  ...Object.entries(model.operations).map(
    ([name, operation]) => `    ${name}: ${literal(operationOf(operation))},`,
  ),
  '  },',
  '  shapes: {',
  ...shapes.map(([name, shape]) => `    ${name}: ${literal(shapeOf(shape))},`),
  '  },',
  '};',
  '',
  '/** Every operation of the model by its name. */',
  `export type OperationName = ${Object.keys(model.operations).map(literal).join(' | ')};`,
  '',
  '// The structures as the operations see them: a blob is bytes, a timestamp is a number of milliseconds since 1970.',
  ...shapes.filter(([, { type }]) => type === 'structure').map(([name, shape]) => interfaceOf(name, shape)),
  '',
].join('\n');
writeFileSync(new URL('src/service-model.generated.ts', import.meta.url), text);

function operationOf({ input, output, errors = [] }) {
  return {
    ...(input && { input: input.shape }),
    ...(output && { output: output.shape }),
    errors: errors.map((error) => error.shape),
  };
}

function shapeOf({ type, required, members, member, key, value, min, max, pattern, enum: values }) {
  return {
    type,
    ...(required && { required }),
    ...(members && {
      members: Object.fromEntries(plainMembers(members).map(([name, { shape }]) => [name, shape])),
    }),
    ...(member && { member: member.shape }),
    ...(key && { key: key.shape, value: value.shape }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(pattern !== undefined && { pattern }),
    ...(values && { enum: values }),
  };
}

function interfaceOf(name, { members, required = [] }) {
  const fields = plainMembers(members).map(([field, { shape }]) =>
    required.includes(field)
      ? `readonly ${field}: ${typeOf(shape)}`
      : `readonly ${field}?: ${typeOf(shape)} | undefined`,
  );
  return `export interface ${name} { ${fields.join('; ')} }`;
}

/** All but the errors, which an event stream lists among its members. */
function plainMembers(members) {
  return Object.entries(members).filter(([, { shape }]) => !model.shapes[shape].exception);
}

/** The TypeScript type of a shape; only structures have a name of their own. */
function typeOf(name) {
  const shape = model.shapes[name];
  switch (shape.type) {
    case 'structure':
      return name;
    case 'list':
      return `ReadonlyArray<${typeOf(shape.member.shape)}>`;
    case 'map':
      return `{ readonly [key: string]: ${typeOf(shape.value.shape)} }`;
    case 'string':
      return shape.enum ? shape.enum.map(literal).join(' | ') : 'string';
    case 'blob':
      return 'Uint8Array';
    case 'boolean':
      return 'boolean';
    case 'integer':
    case 'long':
    case 'timestamp':
      return 'number';
    default:
      throw new Error(`shape ${name} is of an unknown type, ${shape.type}`);
  }
}

/** A value as TypeScript writes it: keys without quotes where they need none, texts in single quotes. */
function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([key, member]) => `${key}: ${literal(member)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  if (typeof value !== 'string') return String(value);
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
