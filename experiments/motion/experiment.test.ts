import { networkOf, strategyNames } from '@axiswise/experiment';
import { describe, expect, it } from 'vitest';
import motion from './experiment.ts';

const layersOf = (strategy: string, shape = motion.example.shape) =>
  networkOf(motion, strategy, { shape, classes: 8 }).layers;

describe('motion', () => {
  it('builds every strategy, for longer videos in colour too', () => {
    for (const strategy of strategyNames(motion)) {
      for (const shape of [motion.example.shape, [20, 24, 32, 3]]) {
        expect(layersOf(strategy, [...shape]).at(-1)!.outputShape).toEqual([8]);
      }
    }
  });

  it('labels each frame, or each pixel of each frame, with every strategy', () => {
    for (const strategy of strategyNames(motion)) {
      for (const axes of [['time'], ['time', 'height', 'width']]) {
        const shape = [12, 16, 16].slice(0, axes.length);
        const targets = { task: 'position-classification', names: ['label'], shape, axes };
        const data = { ...motion.example, classes: 3, targets };
        const { layers } = networkOf(motion, strategy, data);
        expect(layers.at(-1)!.outputShape).toEqual([...shape, 3]);
      }
    }
  });

  it('slides through time and picture, and pools the picture alone', () => {
    const [convolution, pooling] = layersOf('slide-all');
    expect(convolution.outputShape).toEqual([10, 14, 14, 16]);
    expect(convolution.parameters).toBe(16 * (3 * 3 * 3 + 1));
    expect(pooling.outputShape).toEqual([10, 7, 7, 16]);
    expect(pooling.receptiveField).toEqual({ time: 3, height: 4, width: 4 });
  });

  it('sees a single frame at a time where filters are one frame long', () => {
    const [, , second] = layersOf('frame-by-frame');
    expect(second.receptiveField['time']).toBe(1);
  });

  it('blurs before it subsamples, and keeps as many positions as pooling does', () => {
    const kinds = layersOf('pool-blurred').map(({ kind, outputShape }) => [kind.name, outputShape]);
    expect(kinds.slice(0, 3)).toEqual([
      ['convolution', [10, 14, 14, 16]],
      ['pooling', [10, 14, 14, 16]],
      ['blur-pooling', [10, 7, 7, 16]],
    ]);
  });
});
