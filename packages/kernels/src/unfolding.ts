/** What {@link unfold} does along one axis. */
export interface UnfoldedAxis {
  /** Positions of the input. */
  readonly length: number;
  /** Positions of a window; 1 where the axis only keeps, pads or thins out its positions. */
  readonly cells: number;
  readonly stride: number;
  readonly dilation: number;
  /** How far the first window begins before the first position. */
  readonly before: number;
  /** How many windows there are. */
  readonly positions: number;
  /** Whether windows reach around the end, to the first positions again; else they find zeros there. */
  readonly wraps: boolean;
}

/** How the windows over several axes are laid out. */
export interface Unfolding {
  /** In the order of the input. */
  readonly axes: readonly UnfoldedAxis[];
  /** The order in which the axes of the output come: indices into `axes`. */
  readonly order: readonly number[];
}

const product = (numbers: readonly number[]): number => numbers.reduce((all, n) => all * n, 1);

/** The positions of the input in row-major order, without batch and channels. */
export const inputPositions = ({ axes }: Unfolding): number =>
  product(axes.map(({ length }) => length));

/** `[batch, ...windows along each axis in the given order, cells of a window × channels]`. */
export const unfoldedShape = (
  { axes, order }: Unfolding,
  batch: number,
  channels: number,
): number[] => [
  batch,
  ...order.map((axis) => axes[axis].positions),
  product(axes.map(({ cells }) => cells)) * channels,
];

/** `[batch, ...lengths, channels]`. */
export const foldedShape = (
  unfolding: Unfolding,
  [batch, ...rest]: readonly number[],
): number[] => [
  batch,
  ...unfolding.axes.map(({ length }) => length),
  rest[rest.length - 1] / product(unfolding.axes.map(({ cells }) => cells)),
];

const known = new WeakMap<Unfolding, Int32Array>();

/**
 * Of each cell of each window, in the order of the output: which position of the input it lies on, in
 * row-major order; −1 for a cell outside. Found once for an object.
 */
export function picksOf(unfolding: Unfolding): Int32Array {
  let picks = known.get(unfolding);
  if (!picks) known.set(unfolding, (picks = findPicks(unfolding)));
  return picks;
}

function findPicks({ axes, order }: Unfolding): Int32Array {
  const steps = axes.map((_, i) => product(axes.slice(i + 1).map(({ length }) => length)));
  // First the windows along each axis in the order of the output, then the cells along each axis.
  const loops = [
    ...order.map((axis) => ({ axis, count: axes[axis].positions, by: axes[axis].stride })),
    ...axes.map(({ cells, dilation }, axis) => ({ axis, count: cells, by: dilation })),
  ];
  const picks = new Int32Array(product(loops.map(({ count }) => count)));
  const counters = loops.map(() => 0);
  const at = axes.map(({ before }) => -before);
  for (let i = 0; i < picks.length; i++) {
    picks[i] = pickAt(axes, steps, at);
    for (let loop = loops.length - 1; loop >= 0; loop--) {
      const { axis, count, by } = loops[loop];
      at[axis] += by;
      if (++counters[loop] < count) break;
      at[axis] -= by * count;
      counters[loop] = 0;
    }
  }
  return picks;
}

function pickAt(
  axes: readonly UnfoldedAxis[],
  steps: readonly number[],
  at: readonly number[],
): number {
  let pick = 0;
  for (let axis = 0; axis < axes.length; axis++) {
    const { length, wraps } = axes[axis];
    const place = wraps ? ((at[axis] % length) + length) % length : at[axis];
    if (place < 0 || place >= length) return -1;
    pick += place * steps[axis];
  }
  return pick;
}

/** Copies the picked rows of `size` numbers of each example; zeros for −1. For engines without loops of their own. */
export function copyPicked(
  from: Float32Array,
  picks: Int32Array,
  {
    batch,
    positions,
    size,
  }: { readonly batch: number; readonly positions: number; readonly size: number },
  to: Float32Array,
): void {
  let target = 0;
  for (let example = 0; example < batch; example++) {
    const start = example * positions * size;
    for (const pick of picks) {
      const source = start + pick * size;
      for (let i = 0; i < size; i++) to[target++] = pick < 0 ? 0 : from[source + i];
    }
  }
}

/** Adds rows to where they were picked, the opposite of {@link copyPicked}; `to` is zero before. */
export function addPicked(
  from: Float32Array,
  picks: Int32Array,
  {
    batch,
    positions,
    size,
  }: { readonly batch: number; readonly positions: number; readonly size: number },
  to: Float32Array,
): void {
  let source = 0;
  for (let example = 0; example < batch; example++) {
    const start = example * positions * size;
    for (const pick of picks) {
      const target = start + pick * size;
      for (let i = 0; i < size; i++, source++) if (pick >= 0) to[target + i] += from[source];
    }
  }
}

/** Whether nothing moves: the windows lie side by side already. */
export function changesNothing(unfolding: Unfolding): boolean {
  const picks = picksOf(unfolding);
  return picks.length === inputPositions(unfolding) && picks.every((pick, i) => pick === i);
}
