import { describe } from 'vitest';
import { checkConvolutionsAndPooling } from '../kernel-checks/convolutions.fixture.ts';
import { kernelsCompiled } from './kernel-library.ts';

/**
 * Checks our kernels as they are for an instruction set.
 *
 * @param most the value of `ONEDNN_MAX_CPU_ISA`, which counts once in a process.
 */
export function checkVectors(most: 'AVX2' | 'SSE41'): void {
  describe.skipIf(!kernelsCompiled())(
    `our kernels for ${most} (skipped where \`npx axiswise native\` did not compile them)`,
    () => {
      process.env['ONEDNN_MAX_CPU_ISA'] = most;
      checkConvolutionsAndPooling('tensorflow');
    },
  );
}
