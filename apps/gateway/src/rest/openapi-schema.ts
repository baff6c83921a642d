/** A schema of the OpenAPI document, and the named ones that it refers to. */
export interface OpenApiSchema {
  readonly schema: object;
  readonly components: Readonly<Record<string, object>>;
}

/** As zod's schemas and those made from them have it. Source: the Standard JSON Schema specification. */
interface Describable {
  readonly '~standard': {
    readonly jsonSchema: Readonly<
      Record<'input' | 'output', (options: { readonly target: string }) => object>
    >;
  };
}

interface JsonSchema {
  readonly $schema?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly id?: string;
}

const COMPONENTS = '#/components/schemas/';

/** Describes a schema as OpenAPI 3.1 wants it, which is JSON Schema; one with an id is referred to by it. */
export function openApiSchemaOf(schema: Describable, direction: 'input' | 'output'): OpenApiSchema {
  const described = JSON.stringify(schema['~standard'].jsonSchema[direction]({ target: 'draft-2020-12' }));
  const placed = described.replaceAll('"#/$defs/', `"${COMPONENTS}`);
  const { $schema: _dialect, $defs = {}, ...own } = JSON.parse(placed, concise(direction)) as JsonSchema;
  const components = Object.fromEntries(
    Object.entries($defs).map(([name, definition]) => [name, withoutId(definition)]),
  );
  if (own.id === undefined) return { schema: own, components };
  return {
    schema: { $ref: COMPONENTS + own.id },
    components: { ...components, [own.id]: withoutId(own) },
  };
}

/** Leaves out what says nothing, and lets answers have further members one day. */
function concise(direction: 'input' | 'output') {
  return function (this: { readonly format?: string }, key: string, value: unknown): unknown {
    if (Math.abs(value as number) === Number.MAX_SAFE_INTEGER) return undefined;
    if (key === 'pattern' && this.format !== undefined) return undefined;
    return key === 'additionalProperties' && value === false && direction === 'output' ? undefined : value;
  };
}

function withoutId({ id: _id, ...rest }: JsonSchema): object {
  return rest;
}
