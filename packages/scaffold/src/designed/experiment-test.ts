import type { DesignPlan } from './design-plan.ts';

/** The test of a designed experiment: what can be checked without its data. */
export const testText = ({
  extension,
  name,
  axes,
  example,
  network,
  strategies,
}: DesignPlan): string => `import { networkOf, strategyNames } from '@axiswise/experiment';
import { objections } from '@axiswise/geometry';
import { describe, expect, it } from 'vitest';
import experiment from './experiment.${extension}';

describe('${name}', () => {
  it('builds every strategy', () => {
    for (const strategy of strategyNames(experiment)) {
      const { layers } = networkOf(experiment, strategy, experiment.example);
      expect(layers[layers.length - 1].outputShape).toEqual([${example.targets ? network.outputShape.join(', ') : 'experiment.example.classes'}]);
    }
  });

  it('does by default what is declared of ${axes.names.join(' and ')}', () => {
    expect(objections(experiment.axes, experiment.strategies['${Object.keys(strategies)[0]}'])).toEqual([]);
  });
});
`;
