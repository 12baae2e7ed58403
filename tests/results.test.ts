import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withTables } from '../docs/results.ts';

it('README.md shows what commands wrote: run `npm run results` after adding a result', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(withTables(readme)).toBe(readme);
});
