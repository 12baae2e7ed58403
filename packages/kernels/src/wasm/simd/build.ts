/**
 * Compiles kernels.as into the files of bytes beside it.
 *
 *     npx tsx packages/kernels/src/wasm/simd/build.ts
 */
import { writeFileSync } from 'node:fs';
import { compileKernels, modules } from './compile.ts';

for (const { file, features } of modules) {
  writeFileSync(new URL(file, import.meta.url), await compileKernels(features));
}
