import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { filesWithTables } from '../docs/results.ts';

it('READMEs show what commands wrote: run `npm run results` after adding a result', async () => {
  const files = await filesWithTables();
  expect(files.size).toBeGreaterThan(1);
  for (const [file, text] of files) expect(text).toBe(readFileSync(file, 'utf8'));
});
