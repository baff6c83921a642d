// Writes docs/configuration.md from the table in libs/bootstrap/src/config.ts.
import { writeFileSync } from 'node:fs';

const { configurationPage } = await import('../dist/libs/bootstrap/src/configuration-page.js');
writeFileSync(new URL('../docs/configuration.md', import.meta.url), configurationPage());
