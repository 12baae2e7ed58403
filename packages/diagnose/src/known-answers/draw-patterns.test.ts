import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { blocksOf, drawBlocks, drawFlicker, drawSequenceAround } from './draw-patterns.ts';

/** What is drawn for an example of a label into zeros. */
function drawn(
  draw: typeof drawFlicker,
  shape: readonly number[],
  label: number,
  seed: number,
): Float32Array {
  const values = new Float32Array(shape.reduce((a, b) => a * b));
  draw(shape, new Random(0, 'patterns'))(label, { values, shape }, new Random(seed, 'example'));
  return values;
}

describe('drawBlocks', () => {
  it('gives neighbours of one block the same value, along any number of axes', () => {
    const { values, shape } = drawBlocks(blocksOf([2, 4, 2], [1, 2, 2]), new Random(1, 'blocks'));
    expect(shape).toEqual([2, 4, 2]);
    const blocks = Array.from({ length: 4 }, (_, i) => [...values.subarray(4 * i, 4 * i + 4)]);
    for (const block of blocks) expect(new Set(block).size).toBe(1);
    expect(new Set(values).size).toBe(4);
  });
});

describe('drawSequenceAround', () => {
  it('goes on at the first row where it leaves the last', () => {
    const rowsOf = (values: Float32Array): number[] =>
      Array.from({ length: 12 }, (_, row) => row).filter((row) =>
        values.subarray(12 * row, 12 * row + 12).some((value) => value !== 0),
      );
    const rows = Array.from({ length: 30 }, (_, seed) =>
      rowsOf(drawn(drawSequenceAround, [12, 12], 0, seed)).join(),
    );
    expect(rows).toContain('0,1,10,11');
    expect(rows).toContain('0,1,2,3');
    expect(new Set(rows).size).toBe(6);
  });
});

describe('drawFlicker', () => {
  const shape = [8, 12, 8];
  const framesOf = (label: number, seed: number): Float32Array[] => {
    const values = drawn(drawFlicker, shape, label, seed);
    return Array.from({ length: 8 }, (_, frame) => values.subarray(96 * frame, 96 * frame + 96));
  };

  it('shows half of the frames, and every second of them the same, whether the sign changes or not', () => {
    for (const seed of [1, 2, 3]) {
      const [steady, changing] = [framesOf(0, seed), framesOf(1, seed)];
      const seen = steady.flatMap((frame, i) => (frame.some((value) => value !== 0) ? [i] : []));
      expect(seen).toHaveLength(4);
      const [first, second, third] = seen;
      expect(second).toBe(first + 1);
      expect(changing[first]).toEqual(steady[first]);
      expect(changing[third]).toEqual(steady[first]);
      expect(steady[second]).toEqual(steady[first]);
      expect([...changing[second]]).toEqual(Array.from(steady[first], (value) => 0 - value));
    }
  });

  it('tells the classes apart by two stretches of rows, of which one alone tells nothing', () => {
    const [one, other] = [framesOf(0, 5), framesOf(2, 5)].map((frames) =>
      frames.find((frame) => frame.some((value) => value !== 0)),
    );
    const top = one!.findIndex((value) => value !== 0);
    const stretch = (of: Float32Array, which: 0 | 1): number[] => [
      ...of.subarray(top + 16 * which, top + 16 * (which + 1)),
    ];
    expect(stretch(other!, 0)).toEqual(stretch(one!, 0));
    expect(stretch(other!, 1)).toEqual(stretch(one!, 1).map((value) => 0 - value));
  });
});
