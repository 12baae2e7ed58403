import { networkOf, strategyNames } from '@axiswise/experiment';
import { describe, expect, it } from 'vitest';
import spectrograms from './experiment.ts';

const layersOf = (strategy: string, shape = [40, 50, 1]) =>
  networkOf(spectrograms, strategy, { shape, classes: 10 }).layers;

describe('spectrograms', () => {
  it('builds every strategy for the data sets it names', () => {
    for (const strategy of strategyNames(spectrograms)) {
      for (const shape of [spectrograms.example.shape, [40, 50, 1]]) {
        expect(layersOf(strategy, [...shape]).at(-1)!.outputShape).toEqual([10]);
      }
    }
  });

  it('labels each frame with every strategy, of the window around it', () => {
    const targets = {
      ...{ task: 'position-classification', names: ['label'] },
      ...{ shape: [60], axes: ['time'] },
    };
    for (const strategy of strategyNames(spectrograms)) {
      const data = { shape: [40, 60, 1], classes: 3, targets };
      const { layers } = networkOf(spectrograms, strategy, data);
      expect(layers.at(-1)!.outputShape).toEqual([60, 3]);
      if (strategy.startsWith('slide-frequency')) {
        expect(layers.at(-1)!.receptiveField!['time']).toBe(15);
      }
    }
  });

  it('spans all of time and slides along frequency, as Abdel-Hamid et al. do', () => {
    const [convolution, pooling] = layersOf('slide-frequency');
    expect(convolution.receptiveField).toEqual({ frequency: 8, time: 50 });
    expect(convolution.outputShape).toEqual([33, 1, 48]);
    expect(pooling.outputShape).toEqual([11, 1, 48]);
  });

  it('has four times the filters if weights are shared within four bands', () => {
    const [full] = layersOf('slide-frequency');
    const [banded] = layersOf('slide-frequency-banded');
    expect(banded.parameters).toBe(4 * full.parameters);
    expect(banded.outputShape).toEqual(full.outputShape);
  });
});
