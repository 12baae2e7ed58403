/**
 * Compiles kernels.as into module-bytes.ts.
 *
 *     npx tsx packages/backend/src/wasm/simd/build.ts
 */
import { writeFileSync } from 'node:fs';
import { compileKernels } from './compile.ts';

writeFileSync(new URL('module-bytes.ts', import.meta.url), await compileKernels());
