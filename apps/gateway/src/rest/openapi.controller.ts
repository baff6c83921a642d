import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Header } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiExcludeController, DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { z } from 'zod';
import { AccessGuard } from '../access/access.guard.js';
import { IdempotentPuts } from '../idempotency/idempotent-puts.js';
import { OPERATION_CONTEXT } from '../operation-context.js';
import { openApiSchemaOf, type OpenApiSchema } from './openapi-schema.js';
import { Problem } from './problem.js';
import { RecordsInJson } from './records-in-json.js';
import { REST_CONTROLLERS } from './rest-controllers.js';
import { RestOperations } from './rest-operations.js';

/** Answers what docs/openapi.json says; a test holds it to what the controllers say. */
@ApiExcludeController()
@Controller('v1/openapi.json')
export class OpenApiController {
  private document: Promise<string> | undefined;

  @Get()
  @Header('content-type', 'application/json')
  read(): Promise<string> {
    this.document ??= readFile(openApiPath(), 'utf8');
    return this.document;
  }
}

function openApiPath(): string {
  const packageFile = findPackageJSON(import.meta.url);
  if (packageFile === undefined) throw new Error(`${import.meta.url} belongs to no package`);
  return join(dirname(packageFile), 'docs', 'openapi.json');
}

/** The description of the REST API, made from its controllers. */
export async function openApiDocument(): Promise<OpenAPIObject> {
  const nothing = [OPERATION_CONTEXT, AccessGuard, RestOperations, IdempotentPuts].map((provide) => ({
    provide,
    useValue: {},
  }));
  class DescribedModule {}
  const described = {
    module: DescribedModule,
    controllers: REST_CONTROLLERS,
    providers: nothing,
  };
  const app = await NestFactory.create(described, new FastifyAdapter(), { logger: false });
  const about = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Shardwell')
    .setDescription('Streams and their records over REST, beside the Kinesis API at / of the same port.')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('http://127.0.0.1:4567')
    .build();
  const document = SwaggerModule.createDocument(app, about, {
    operationIdFactory: (_controller, method) => method,
    standardSchemaConverter: (schema, { schemaType }) => openApiSchemaOf(schema as z.ZodType, schemaType),
  });
  await app.close();
  addBodiesOfRecords(document);
  addProblems(document);
  return document;
}

/** The decorators know one schema for all types of a body. */
function addBodiesOfRecords(document: OpenAPIObject): void {
  const { schema, components } = openApiSchemaOf(RecordsInJson, 'input');
  const post = document.paths['/v1/streams/{name}/records']?.post;
  if (!post) throw new Error('there is no POST /v1/streams/{name}/records');
  post.requestBody = {
    required: true,
    content: {
      'application/json': { schema },
      'application/x-ndjson': { schema: { type: 'string', description: 'Lines, each a JSON value.' } },
      '*/*': { schema: { description: 'The bytes of one record.' } },
    },
  };
  addComponents(document, components);
}

/** Whatever a request is refused for, the answer is a problem. */
function addProblems(document: OpenAPIObject): void {
  const { schema, components } = openApiSchemaOf(Problem, 'output');
  const problem = {
    description: 'Why it was refused, or failed.',
    content: { 'application/problem+json': { schema } },
  };
  for (const path of Object.values(document.paths))
    for (const operation of [path.get, path.post, path.put, path.patch, path.delete])
      if (operation) operation.responses['default'] = problem;
  addComponents(document, components);
}

function addComponents(document: OpenAPIObject, components: OpenApiSchema['components']): void {
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, ...components },
  };
}
