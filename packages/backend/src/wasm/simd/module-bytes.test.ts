import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileKernels } from './compile.ts';

it('module-bytes.ts is what kernels.as compiles to', async () => {
  const committed = readFileSync(new URL('module-bytes.ts', import.meta.url), 'utf8');
  expect(await compileKernels(), 'run: npx tsx packages/backend/src/wasm/simd/build.ts').toBe(
    committed,
  );
});
