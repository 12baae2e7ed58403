import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { drawArchitecture, readPackages } from '../../docs/draw-architecture.ts';

it('draws the house as the code is: after a change run npx tsx docs/draw-architecture.ts', () => {
  const drawn = readFileSync(
    fileURLToPath(new URL('../../docs/architecture.svg', import.meta.url)),
    'utf8',
  );
  expect(drawn === drawArchitecture(readPackages())).toBe(true);
});

it('names every package with its whole description', () => {
  const packages = readPackages();
  const words = drawArchitecture(packages)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
  for (const { name, job } of packages) {
    expect(words).toContain(`${name} ${job.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}`);
  }
});

it('refuses a description that its box cannot hold', () => {
  const job = 'and much more besides, '.repeat(20).trim();
  expect(() => drawArchitecture([{ name: 'too-much', storey: 0, job, imports: [] }])).toThrow(
    /the description of too-much takes \d+ lines of its box: shorten it to 4/,
  );
});
