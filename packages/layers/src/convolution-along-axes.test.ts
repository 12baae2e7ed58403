import { nativeInstalled } from '@axiswise/backend';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectDirectSum, layersOfFilters } from './convolution-along-axes.fixture.ts';
import { ConvolutionAlongAxes } from './convolution-along-axes.ts';
import { LocallyConnected } from './locally-connected.ts';

const runs = { numRuns: 80, seed: 14, endOnFailure: true };

describe.each(['wasm', 'cpu', 'tensorflow'] as const)('on %s', (engine) => {
  const onEngine = it.skipIf(engine === 'tensorflow' && !nativeInstalled());

  onEngine('a convolution over one to four axes is the sum over its windows', async () => {
    await fc.assert(
      fc.asyncProperty(layersOfFilters, async (given) => {
        const { windows, filters, activation } = given;
        const args = { filters, windows, useBias: true, activation };
        await expectDirectSum(engine, given, new ConvolutionAlongAxes(args), true);
      }),
      runs,
    );
  });

  onEngine('a locally connected layer is the same with weights of its own everywhere', async () => {
    await fc.assert(
      fc.asyncProperty(layersOfFilters, async (given) => {
        const { windows, filters, activation } = given;
        const args = { filters, windows, useBias: true, activation };
        await expectDirectSum(engine, given, new LocallyConnected(args), false);
      }),
      { ...runs, numRuns: 40 },
    );
  });
});
