import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileKernels, modules } from './compile.ts';

it.each(modules)('$file is what kernels.as compiles to', async ({ file, features }) => {
  const committed = readFileSync(new URL(file, import.meta.url), 'utf8');
  expect(
    await compileKernels(features),
    'run: npx tsx packages/kernels/src/wasm/simd/build.ts',
  ).toBe(committed);
});
