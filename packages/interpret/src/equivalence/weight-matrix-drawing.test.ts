import {
  banded,
  convolution,
  type ConvolutionGeometry,
  convolutionKind,
  defineAxes,
  deriveNetwork,
  type FilterStrategy,
  inputOf,
  slide,
  span,
  yes,
} from '@axiswise/geometry';
import { describe, expect, it } from 'vitest';
import { smallExample } from './small-example.ts';
import { weightMatrixDrawing } from './weight-matrix-drawing.ts';

const anywhere = { patternsRecur: yes('anywhere'), subsamplable: yes('the same, smaller') };
const plane = defineAxes({ height: anywhere, width: anywhere });

const layerOf = (strategy: FilterStrategy, shape = [28, 28, 3]): ConvolutionGeometry =>
  deriveNetwork(inputOf(plane, shape), [convolution(25, strategy)]).layers.filter(
    convolutionKind.is,
  )[0];

const three = slide(3);

describe('the small example of a convolution', () => {
  const inputOfExample = (strategy: FilterStrategy, shape?: number[]): readonly number[] =>
    smallExample(layerOf(strategy, shape), plane).inputShape;

  it("is the lecture's for its 3×3 filter: 6×6, four steps each way, one filter", () => {
    const example = smallExample(layerOf({ move: { height: three, width: three } }), plane);
    expect(example.inputShape).toEqual([6, 6, 3]);
    expect(example.outputShape).toEqual([4, 4, 1]);
  });

  it('keeps what the filter does along each axis', () => {
    expect(inputOfExample({ move: { height: slide(3, { stride: 2 }), width: span() } })).toEqual([9, 4, 3]); // prettier-ignore
    expect(inputOfExample({ move: { height: three, width: span() } }, [5, 2, 9])).toEqual([5, 2, 1]); // prettier-ignore
    const banks = { move: { height: three, width: three }, weightSharing: banded({ height: 3 }) };
    const example = smallExample(layerOf(banks), plane);
    expect(example.bands[0].map(({ length }) => length)).toEqual([2, 2, 2]);
  });
});

describe('the weight matrix', () => {
  /** The number of elements of each colour in the drawing, grouped by frequency. */
  const coloursOf = (svg: string): number[] => {
    const counts = new Map<string, number>();
    for (const [colour] of svg.matchAll(/hsl\([\d.]+,(75%,52|55%,38)%\)/g)) {
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    return [...counts.values()];
  };

  it('has each of nine weights once per neuron, and once in the filter', () => {
    const layer = layerOf({ move: { height: three, width: three } }, [6, 6, 1]);
    const svg = weightMatrixDrawing(smallExample(layer, plane));
    expect(coloursOf(svg)).toEqual(new Array(9).fill(16 + 1));
    expect(svg).toContain('dense: 592 weights; kept: 160; different: 10');
    expect(svg).toContain('36 inputs: height 6 × width 6');
    expect(svg).toContain('16 neurons');
  });

  it('says that no weight is zero', () => {
    const svg = weightMatrixDrawing(
      smallExample(layerOf({ move: { height: span(), width: span() } }), plane),
    );
    expect(svg).toContain('A filter that spans everything is a dense layer');
  });

  it('is refused if it is too large', () => {
    expect(() => weightMatrixDrawing(layerOf({ move: { height: three, width: three } }))).toThrow(
      'convolution_1: a matrix of 16900 × 2352 weights is too large to be told apart; draw its small example',
    );
  });
});
