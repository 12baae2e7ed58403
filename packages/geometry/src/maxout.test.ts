import { describe, expect, it } from 'vitest';
import { convolution } from './convolution.ts';
import { defineAxes, inputOf, yes } from './axes.ts';
import { dense } from './dense.ts';
import { deriveNetwork } from './network.ts';
import { dropout } from './dropout.ts';
import { fitToSize } from './width.ts';
import { flatten } from './flatten.ts';
import { maxout } from './maxout.ts';
import { pool, slide } from './filter-strategy.ts';
import { pooling } from './pooling.ts';

const anywhere = { patternsRecur: yes('anywhere'), subsamplable: yes('the same, smaller') };
const plane = defineAxes({ height: anywhere, width: anywhere });
const filters = (n: number) =>
  convolution(n, { move: { height: slide(3), width: slide(3) } }, { activation: 'linear' });

describe('maxout', () => {
  it('keeps one of its pieces: of maps at every position, of units', () => {
    const { layers, totals } = deriveNetwork(inputOf(plane, [6, 6, 1]), [
      filters(12),
      maxout(3),
      flatten(),
      maxout(2),
    ]);
    expect(layers[1].outputShape).toEqual([4, 4, 4]);
    expect(layers[1].receptiveField).toEqual({ height: 3, width: 3 });
    expect(layers[3].outputShape).toEqual([32]);
    expect(totals.parameters).toBe(12 * 10);
  });

  it('says which number does not divide', () => {
    expect(() => deriveNetwork(inputOf(plane, [6, 6, 1]), [filters(10), maxout(4)])).toThrow(
      'maxout_1: 10 maps do not divide into groups of 4; give the layer before it a multiple of 4',
    );
    expect(() => maxout(0)).toThrow('the pieces of maxout must be a positive integer, got 0');
  });

  it('keeps its groups whole when a network is brought to a size', () => {
    const specs = [
      filters(12),
      pooling({ height: pool(2) }),
      maxout(4),
      flatten(),
      dense(30, { activation: 'linear' }),
      dropout(0.5),
      maxout(3),
      dense(10, { activation: 'softmax' }),
    ];
    for (const size of [6_000, 12_000, 20_000]) {
      const { network, ratio } = fitToSize(inputOf(plane, [12, 12, 1]), specs, {
        of: 'parameters',
        size,
      });
      expect(network.layers[0].output.channels % 4).toBe(0);
      expect(network.layers[4].output.channels % 3).toBe(0);
      expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
    }
  });

  it('has eight groups at least where a network is brought to a size', () => {
    const units = [
      flatten(),
      dense(40, { activation: 'linear' }),
      maxout(2),
      dense(10, { activation: 'softmax' }),
    ];
    const { network, shape } = fitToSize(inputOf(plane, [2, 2, 1]), units, {
      of: 'parameters',
      size: 90,
    });
    // Sixteen units, of which two make a group: 5 · 16 + 9 · 10 parameters.
    expect(network.layers.map(({ output }) => output.channels)).toEqual([4, 16, 8, 10]);
    expect(network.totals.parameters).toBe(170);
    expect(shape).toEqual({ narrowest: 8, minimumWidth: 8, layersLeftOut: 0 });
  });

  it('goes where its layer is left out', () => {
    const group = [dense(40, { activation: 'linear' }), dropout(0.5), maxout(2)];
    const units = [flatten(), ...group, ...group, dense(10, { activation: 'softmax' })];
    const { network, shape } = fitToSize(inputOf(plane, [2, 2, 1]), units, {
      of: 'parameters',
      size: 170,
    });
    expect(network.layers.map(({ kind }) => kind.name)).toEqual([
      ...['flatten', 'dense', 'dropout', 'maxout', 'dense'],
    ]);
    expect(network.totals.parameters).toBe(170);
    expect(shape!.layersLeftOut).toBe(1);
  });
});
