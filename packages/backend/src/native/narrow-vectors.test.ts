import { existsSync } from 'node:fs';
import { describe } from 'vitest';
import { checkConvolutionsAndPooling } from '../kernel-checks/convolutions.fixture.ts';
import { nativeInstalled } from './binding-path.ts';
import { kernelLibraryPath } from './kernel-library.ts';

const compiled = nativeInstalled() && existsSync(kernelLibraryPath());

// Needs a process of its own: the kernels are chosen once in each.
describe.skipIf(!compiled)(
  'our kernels with the narrowest vectors (skipped where `npx axiswise native` did not compile them)',
  () => {
    process.env['ONEDNN_MAX_CPU_ISA'] = 'SSE41';
    checkConvolutionsAndPooling('tensorflow');
  },
);
