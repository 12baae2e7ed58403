import { networkOf, strategyNames } from '@axiswise/experiment';
import { describe, expect, it } from 'vitest';
import images from './experiment.ts';

const parameters = (strategy: string): number =>
  networkOf(images, strategy, images.example).totals.parameters;

describe('images', () => {
  it('has the networks of the lecture', () => {
    expect(parameters('slide-both')).toBe(137_660);
    expect(parameters('one-block')).toBe(423_860);
    expect(parameters('linear')).toBe(7850);
  });

  it('builds every strategy for the data sets it names', () => {
    for (const strategy of strategyNames(images)) {
      for (const shape of [
        [28, 28, 1],
        [32, 32, 3],
      ]) {
        const { layers } = networkOf(images, strategy, { shape, classes: 10 });
        expect(layers[layers.length - 1].outputShape).toEqual([10]);
      }
    }
  });

  it('labels each pixel with every strategy, at the size of the picture', () => {
    const targets = {
      ...{ task: 'position-classification', names: ['class'] },
      ...{ shape: [30, 21], axes: ['height', 'width'] },
    };
    for (const strategy of strategyNames(images)) {
      const data = { shape: [30, 21, 3], classes: 4, targets };
      for (const depth of [0, 1]) {
        const { layers } = networkOf(images, strategy, data, { depth });
        expect(layers.at(-1)!.outputShape).toEqual([30, 21, 4]);
      }
    }
  });

  it('is a residual network of any depth, for every strategy and every size of picture', () => {
    for (const strategy of Object.keys(images.strategies)) {
      for (const [depth, shape] of [
        [1, [28, 28, 1]],
        [3, [32, 32, 3]],
      ] as const) {
        const { layers } = networkOf(images, strategy, { shape, classes: 10 }, { depth });
        expect(layers.filter(({ kind }) => kind.name === 'addition')).toHaveLength(2 * depth);
        expect(layers.filter(({ kind }) => kind.name === 'convolution')).toHaveLength(
          2 + 4 * depth,
        );
        expect(layers[layers.length - 1].outputShape).toEqual([10]);
      }
    }
  });

  it('spans the axes that it does not slide along', () => {
    const [height] = networkOf(images, 'slide-height', images.example).layers;
    expect(height.outputShape).toEqual([26, 1, 25]);
    const [width] = networkOf(images, 'slide-width', images.example).layers;
    expect(width.outputShape).toEqual([1, 26, 25]);
  });
});
