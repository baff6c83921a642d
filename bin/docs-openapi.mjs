// Writes docs/openapi.json from the controllers in apps/gateway/src/rest.
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';

const { openApiDocument } = await import('../dist/apps/gateway/src/rest/openapi.controller.js');
writeFileSync(
  new URL('../docs/openapi.json', import.meta.url),
  `${JSON.stringify(await openApiDocument(), null, 2)}\n`,
);
