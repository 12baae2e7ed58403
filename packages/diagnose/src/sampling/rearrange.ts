import { Random } from '@axiswise/random';
import { type Examples, layoutOf, sizeOf } from './examples.ts';

/**
 * Puts the positions along an axis into another order, the same for all examples. It is the control
 * under which no pattern recurs any more, while a filter that spans the axis loses nothing.
 *
 * @param order for each position: the position that it comes from.
 */
export const reorder = (examples: Examples, axis: string, order: ArrayLike<number>): Examples =>
  pickPositions(examples, axis, () => order);

/** How a window moves along an axis. */
export interface MovingWindow {
  readonly length: number;
  /** Whether it goes around the end of the axis. */
  readonly isCyclic: boolean;
}

/**
 * A permutation after which few positions share a window that shared one before.
 *
 * A plain shuffle of a short axis leaves many neighbours together. Of many shuffles the one is taken
 * that leaves the fewest.
 */
export function separatingPermutation(
  length: number,
  window: MovingWindow,
  random: Random,
): Uint32Array {
  let best = random.permutation(length);
  let fewest = countSharedWindows(best, window);
  for (let i = 0; i < shuffles && fewest > 0; i++) {
    const order = random.permutation(length);
    const shared = countSharedWindows(order, window);
    if (shared < fewest) [best, fewest] = [order, shared];
  }
  return best;
}

const shuffles = 2000;

/** How many pairs of positions share a window, in the old order and in the new one. */
export function countSharedWindows(order: Uint32Array, window: MovingWindow): number {
  const share = (one: number, other: number): boolean => {
    const between = Math.abs(one - other);
    return Math.min(between, window.isCyclic ? order.length - between : between) < window.length;
  };
  let count = 0;
  for (let i = 0; i < order.length; i++) {
    for (let j = i + 1; j < order.length; j++) {
      if (share(i, j) && share(order[i], order[j])) count++;
    }
  }
  return count;
}

/**
 * Moves every example by a number of positions of its own; what leaves at one end comes in at the
 * other.
 *
 * @param reach the longest shift: each from −reach to reach is equally likely.
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
  return pickPositions(examples, axis, () => {
    const shift = random.integer(2 * reach + 1) - reach;
    for (let i = 0; i < length; i++) order[i] = (((i - shift) % length) + length) % length;
    return order;
  });
}

/**
 * Drops every second position along an axis, and shows each one that is left twice, so that the array
 * keeps its size for the same classifier.
 *
 * @param phase 0 keeps the first, the third and so on; 1 the second, the fourth and so on.
 */
export function dropEverySecond(examples: Examples, axis: string, phase: 0 | 1): Examples {
  const length = lengthAlong(examples, axis);
  // Behind the last one that is left there may be a position that shows the one before it.
  const order = Uint32Array.from({ length }, (_, i) => {
    const kept = i - (i % 2) + phase;
    return kept < length ? kept : kept - 2;
  });
  return pickPositions(examples, axis, () => order, { labelsMove: false });
}

const lengthAlong = ({ axes, shape }: Examples, axis: string): number => shape[axes.indexOf(axis)];

/** @param positionsOf for each example: the positions along the axis that its new ones come from. */
function pickPositions(
  examples: Examples,
  axis: string,
  positionsOf: (example: number) => ArrayLike<number>,
  { labelsMove = true } = {},
): Examples {
  const { shape, inputs, labels } = examples;
  const at = examples.axes.indexOf(axis);
  const { outer, length, inner } = layoutOf(shape, at);
  const size = sizeOf(shape);
  const out = new Float32Array(inputs.length);
  const moved = Int32Array.from(labels);
  const channels = shape[shape.length - 1];
  for (let example = 0; example < labels.length; example++) {
    const positions = positionsOf(example);
    if (examples.labelsArePositions && labelsMove) {
      const stride = inner / channels;
      const place = Math.floor(labels[example] / stride) % length;
      moved[example] += (Array.prototype.indexOf.call(positions, place) - place) * stride;
    }
    for (let block = 0; block < outer; block++) {
      const from = example * size + block * length * inner;
      for (let i = 0; i < length; i++) {
        const source = from + positions[i] * inner;
        out.set(inputs.subarray(source, source + inner), from + i * inner);
      }
    }
  }
  return { ...examples, inputs: out, labels: moved };
}
