import { Random } from '@axiswise/data';
import { type Examples, layoutOf, sizeOf } from './examples.ts';

/**
 * Puts the positions along an axis into another order, the same for all examples: the control under
 * which nothing recurs any more, while a filter that spans the axis finds all that it found.
 *
 * @param order where each position comes from.
 */
export const reorder = (examples: Examples, axis: string, order: ArrayLike<number>): Examples =>
  pickPositions(examples, axis, order.length, () => order);

/**
 * Moves every example by a number of positions of its own; what leaves at one end comes in at the
 * other.
 *
 * @param reach the farthest: each shift from −reach to reach is equally likely.
 * @param key together with `seed` it decides the shifts.
 */
export function shiftEach(
  examples: Examples,
  axis: string,
  { reach, seed, key }: { readonly reach: number; readonly seed: number; readonly key: string },
): Examples {
  const length = lengthAlong(examples, axis);
  const random = new Random(seed, 'shift', axis, key, reach);
  const order = new Uint32Array(length);
  return pickPositions(examples, axis, length, () => {
    const shift = random.integer(2 * reach + 1) - reach;
    for (let i = 0; i < length; i++) order[i] = (((i - shift) % length) + length) % length;
    return order;
  });
}

/**
 * Keeps every second position along an axis.
 *
 * @param phase 0 keeps the first, the third and so on; 1 the second, the fourth and so on.
 */
export function dropEverySecond(examples: Examples, axis: string, phase: 0 | 1): Examples {
  const length = Math.ceil((lengthAlong(examples, axis) - phase) / 2);
  const kept = Uint32Array.from({ length }, (_, i) => 2 * i + phase);
  return pickPositions(examples, axis, length, () => kept);
}

export const lengthAlong = ({ axes, shape }: Examples, axis: string): number =>
  shape[axes.indexOf(axis)];

/** @param positionsOf for each example: where its positions along the axis come from. */
function pickPositions(
  examples: Examples,
  axis: string,
  outLength: number,
  positionsOf: (example: number) => ArrayLike<number>,
): Examples {
  const { shape, inputs, labels } = examples;
  const at = examples.axes.indexOf(axis);
  const { outer, length, inner } = layoutOf(shape, at);
  const size = sizeOf(shape);
  const out = new Float32Array(labels.length * outer * outLength * inner);
  const moved = Int32Array.from(labels);
  const channels = shape[shape.length - 1];
  for (let example = 0; example < labels.length; example++) {
    const positions = positionsOf(example);
    if (examples.answersArePlaces && outLength === length) {
      const stride = inner / channels;
      const place = Math.floor(labels[example] / stride) % length;
      moved[example] += (Array.prototype.indexOf.call(positions, place) - place) * stride;
    }
    for (let block = 0; block < outer; block++) {
      const from = example * size + block * length * inner;
      const to = (example * outer + block) * outLength * inner;
      for (let i = 0; i < outLength; i++) {
        const source = from + positions[i] * inner;
        out.set(inputs.subarray(source, source + inner), to + i * inner);
      }
    }
  }
  return { ...examples, shape: shape.with(at, outLength), inputs: out, labels: moved };
}
