import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { settings } from './config.js';
import { configurationPage } from './configuration-page.js';

describe('configurationPage', () => {
  it('is what docs/configuration.md says (npm run docs:configuration writes it)', () => {
    expect(readFileSync('docs/configuration.md', 'utf8')).toBe(configurationPage());
  });

  it('has a line for every setting', () => {
    const page = configurationPage();
    for (const setting of Object.values(settings)) expect(page).toContain(`| \`${setting.name}\``);
  });
});
