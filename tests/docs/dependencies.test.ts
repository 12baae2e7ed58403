import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { dependenciesPage } from '../../docs/dependencies.ts';

/** Packages for platforms make sizes differ, and the packages that there are. */
const isMeasuredHere = process.platform === 'linux' && process.arch === 'x64';

it.runIf(isMeasuredHere)(
  'says what each dependency is, for what and how large: after a change run npx tsx docs/dependencies.ts',
  () => {
    const written = readFileSync(new URL('../../docs/dependencies.md', import.meta.url), 'utf8');
    expect(written).toBe(dependenciesPage());
    expect(written).toMatch(/^\| zod \d/m);
    expect(written).toMatch(/^\| LGPL-3\.0-or-later \| @img\/sharp-libvips/m);
  },
);
