import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { allowedMethods } from './allowed-methods.js';
import { openApiDocument } from './openapi.controller.js';

let document: OpenAPIObject;

beforeAll(async () => {
  document = await openApiDocument();
});

const paths = () => Object.entries(document.paths);
const operations = () =>
  paths().flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );

describe('the description of the REST API', () => {
  it('is what docs/openapi.json says (npm run docs:openapi writes it)', () => {
    expect(JSON.parse(readFileSync('docs/openapi.json', 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(document)),
    );
  });

  it('names every path with every method', () => {
    for (const [path, item] of paths()) {
      const methods = Object.keys(item).map((method) => method.toUpperCase());
      const allowed = allowedMethods(path.replace('{name}', 'orders'))?.split(', ');
      expect(allowed?.filter((method) => method !== 'HEAD').toSorted()).toEqual(methods.toSorted());
    }
    expect(paths().length).toBeGreaterThan(15);
  });

  it('is OpenAPI 3.1: operations have names of their own, answers, and the parameters of their paths', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations()) {
      const named = operation.parameters.filter((parameter: { in: string }) => parameter.in === 'path');
      expect(named).toHaveLength(path.split('{').length - 1);
      for (const answer of Object.values<{ description: string }>(operation.responses))
        expect(answer.description).not.toBe('');
    }
  });

  it('refers only to what it has, and has nothing that nobody refers to', () => {
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(text.match(/"\$ref"/g)).toHaveLength(references.length);
    expect(new Set(references)).toEqual(new Set(Object.keys(document.components?.schemas ?? {})));
  });

  it('holds no word of earlier versions', () => {
    expect(JSON.stringify(document)).not.toMatch(/"nullable"|"\$defs"|"exclusiveM\w+":(true|false)/);
  });
});
