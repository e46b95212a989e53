import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULE_LIMITS } from './limits.ts';
import { REFUSAL_CODES } from './rule-error.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../../docs/explanation/sigma-semantics.md'), 'utf8');

describe('docs/explanation/sigma-semantics.md', () => {
  it.each([...REFUSAL_CODES])('explains the code %s', (code) => {
    expect(page).toContain(`\`${code}\``);
  });

  it.each(Object.entries(RULE_LIMITS))('states the bound %s, %d', (_name, bound) => {
    const bounds = page.slice(page.lastIndexOf('Bounds:'));
    expect(bounds).toMatch(new RegExp(`\\b${bound.toLocaleString('en-US')}\\b`));
  });
});
