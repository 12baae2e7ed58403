import { fc } from '@axiswise/testing/properties';
import { describe, expect, it } from 'vitest';
import { type Axes, defineAxes, inputOf, yes } from './axes.ts';
import { banded, type FilterStrategy, slide, span } from './filter-strategy.ts';
import type { ConvolutionGeometry } from './convolution-geometry.ts';
import { convolution, convolutionKind } from './convolution.ts';
import { deriveNetwork } from './network.ts';
import { tiedDense } from './tied-dense.ts';

const anywhere = { patternsRecur: yes('anywhere'), subsamplable: yes('the same, smaller') };
const line = defineAxes({ time: anywhere });
const plane = defineAxes({ height: anywhere, width: anywhere });

function layerOf(
  axes: Axes,
  shape: readonly number[],
  filters: number,
  strategy: FilterStrategy,
  bias: 'filters' | 'positions' | 'none' = 'none',
): ConvolutionGeometry {
  const { layers } = deriveNetwork(inputOf(axes, shape), [
    convolution(filters, strategy, { bias }),
  ]);
  return layers.filter(convolutionKind.is)[0];
}

const three = slide(3);

describe('a convolution as a dense layer', () => {
  it("is the lecture's: 6×6 values, 16 neurons, 9 weights", () => {
    const dense = tiedDense(
      layerOf(plane, [6, 6, 1], 1, { move: { height: three, width: three } }),
    );
    expect(dense).toMatchObject({ inputs: 36, outputs: 16, connections: 16 * 9 });
    expect(dense).toMatchObject({ denseParameters: 37 * 16, sharedParameters: 9 });
    // The lecture counts from 1: neuron 1 is connected with 1, 2, 3, 7, 8, 9, 13, 14, 15.
    expect([...dense.connectionsAt(0).inputs]).toEqual([0, 1, 2, 6, 7, 8, 12, 13, 14]);
    expect([...dense.connectionsAt(1).inputs]).toEqual([1, 2, 3, 7, 8, 9, 13, 14, 15]);
    for (const neuron of [0, 1, 15]) {
      expect([...dense.connectionsAt(neuron).weights]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    }
    expect(dense.uses()).toEqual(new Int32Array(9).fill(16));
  });

  it('leaves out what reaches over the edge', () => {
    const same = slide(3, { padding: 'same' });
    const dense = tiedDense(layerOf(line, [4, 1], 1, { move: { time: same } }, 'filters'));
    const taps = [0, 1, 2, 3].map((position) => dense.connectionsAt(position));
    expect(taps.map(({ inputs }) => [...inputs])).toEqual([
      [0, 1],
      [0, 1, 2],
      [1, 2, 3],
      [2, 3],
    ]);
    expect(taps.map(({ weights }) => [...weights])).toEqual([
      [1, 2],
      [0, 1, 2],
      [0, 1, 2],
      [0, 1],
    ]);
    expect(dense.connections).toBe(10 + 4);
    expect([...dense.uses()]).toEqual([3, 4, 3, 4]);
  });

  it('steps by its stride, and leaves gaps by its dilation', () => {
    const inputsOf = (move: ReturnType<typeof slide>, position: number): number[] => [
      ...tiedDense(layerOf(line, [9, 1], 1, { move: { time: move } })).connectionsAt(position)
        .inputs,
    ];
    expect(inputsOf(slide(3, { stride: 2 }), 1)).toEqual([2, 3, 4]);
    expect(inputsOf(slide(3, { dilation: 2 }), 1)).toEqual([1, 3, 5]);
  });

  it('has weights of its own in each band, and at each position where nothing is shared', () => {
    const move = { move: { time: slide(2) } };
    const weightsOf = (strategy: FilterStrategy): number[][] => {
      const dense = tiedDense(layerOf(line, [5, 1], 1, strategy));
      return [0, 1, 2, 3].map((position) => [...dense.connectionsAt(position).weights]);
    };
    expect(weightsOf({ ...move, weightSharing: banded({ time: 2 }) })).toEqual(
      [[0, 1], [0, 1], [2, 3], [2, 3]], // prettier-ignore
    );
    expect(weightsOf({ ...move, weightSharing: 'none' })).toEqual(
      [[0, 1], [2, 3], [4, 5], [6, 7]], // prettier-ignore
    );
  });

  it('adds three channels up to one number, with a filter three deep', () => {
    const dense = tiedDense(
      layerOf(plane, [3, 3, 3], 1, { move: { height: three, width: three } }),
    );
    expect(dense).toMatchObject({ outputs: 1, connections: 27, sharedParameters: 27 });
  });

  it('numbers the weights of several filters side by side', () => {
    const dense = tiedDense(layerOf(line, [3, 2], 5, { move: { time: slide(2) } }, 'positions'));
    const { inputs, weights, bias } = dense.connectionsAt(1);
    expect([...inputs]).toEqual([2, 3, 4, 5]);
    expect([...weights]).toEqual([0, 5, 10, 15]);
    expect(bias).toBe(20 + 5);
    expect(dense.sharedParameters).toBe(20 + 10);
  });

  it('is all of the dense layer where filters span every axis', () => {
    const strategy = { move: { height: span(), width: span() } };
    const dense = tiedDense(layerOf(plane, [4, 5, 2], 7, strategy, 'filters'));
    expect(dense.connections).toBe(dense.denseParameters);
    expect(dense.sharedParameters).toBe(dense.denseParameters);
  });

  it('counts what it lists, for any strategy', () => {
    const along = fc.oneof(
      fc.constant(span()),
      fc
        .record({
          kernelSize: fc.integer({ min: 1, max: 3 }),
          stride: fc.integer({ min: 1, max: 2 }),
          dilation: fc.integer({ min: 1, max: 2 }),
          padding: fc.oneof(
            fc.constantFrom('valid' as const, 'same' as const),
            fc.record({
              before: fc.integer({ min: 0, max: 2 }),
              after: fc.integer({ min: 0, max: 2 }),
            }),
          ),
        })
        .map(({ kernelSize, stride, dilation, padding }) =>
          slide(kernelSize, { stride, dilation: stride > 1 ? 1 : dilation, padding }),
        ),
    );
    const strategy = fc.record({
      height: along,
      width: along,
      sharing: fc.constantFrom('full', 'banded', 'none'),
      bias: fc.constantFrom('filters' as const, 'positions' as const, 'none' as const),
      shape: fc.tuple(
        fc.integer({ min: 5, max: 7 }),
        fc.integer({ min: 5, max: 7 }),
        fc.integer({ min: 1, max: 2 }),
      ),
    });
    fc.assert(
      fc.property(strategy, ({ height, width, sharing, bias, shape }) => {
        const axes = height.move === 'slide' ? { height: 2 } : {};
        const layer = layerOf(
          plane,
          shape,
          2,
          {
            move: { height, width },
            weightSharing: sharing === 'banded' ? banded(axes) : (sharing as 'full' | 'none'),
          },
          bias,
        );
        const dense = tiedDense(layer);
        const uses = new Int32Array(dense.sharedParameters);
        for (let position = 0; position < dense.positions; position++) {
          const { inputs, weights, bias: first } = dense.connectionsAt(position);
          expect(new Set(inputs).size).toBe(inputs.length);
          for (let filter = 0; filter < dense.filters; filter++) {
            for (const weight of weights) uses[weight + filter]++;
            if (first !== undefined) uses[first + filter]++;
          }
        }
        expect(dense.uses()).toEqual(uses);
        expect(uses.reduce((sum, n) => sum + n, 0)).toBe(dense.connections);
        expect(dense.outputs).toBe(layer.outputShape.reduce((n, length) => n * length, 1));
        // Without padding, every product that geometry counts is a connection.
        const padded = layer.windows.some(({ padBefore, padAfter }) => padBefore + padAfter > 0);
        const biases = bias === 'none' ? 0 : dense.outputs;
        if (!padded) expect(dense.connections).toBe(layer.macs + biases);
        else expect(dense.connections).toBeLessThanOrEqual(layer.macs + biases);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
