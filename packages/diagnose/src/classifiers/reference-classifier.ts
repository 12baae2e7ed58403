import {
  alongEach,
  type AxisDeclaration,
  banded,
  convolution,
  defineAxes,
  deriveNetwork,
  dropout,
  flatten,
  globalPooling,
  inputOf,
  type LayerSpec,
  type NetworkGeometry,
  parallel,
  pool,
  pooling,
  slide,
  softmax,
  span,
  yes,
} from '@axiswise/geometry';
import { type Examples, labelledAxes, sizeOf, taskOf } from '../sampling/examples.ts';

/** Whether filters slide along or span each axis, by its name. */
export type AxisMoves = Readonly<Record<string, 'slide' | 'span'>>;

/** Along a shorter axis there is no room for a window to move. */
export const shortestAxis = 4;
/** An axis is divided into so many regions: for coarse positions, and for patches to come from. */
export const regions = 4;

/** How many weights the filters have together, and how much they compute for one example… */
const filterWeights = 12_000;
const filterMacs = 800_000;
/** …within these limits on their number. */
const fewestFilters = 12;
const mostFilters = 48;

/** The window of a filter that slides along an axis of this length: a fifth, from 3 to 7 positions. */
export const windowLength = (length: number): number =>
  Math.min(Math.max(3, Math.round(length / 5)), 7, length);

/**
 * Whether labels are taken for positions, like the next move on a board: there are as many classes as positions.
 *
 * @param shape the length of each axis, then the channels.
 */
export const areLabelsPositions = (shape: readonly number[], classes: number): boolean =>
  shape.length > 2 && classes === sizeOf(shape.slice(0, -1));

/** Which classifier, on which arrays. */
export interface ClassifierDesign {
  readonly move: AxisMoves;
  /** Kernel lengths along the axes that filters slide along. */
  readonly windows: Readonly<Record<string, number>>;
  /** An axis whose regions each learn filters of their own instead of sharing them. */
  readonly unshared?: string;
}

/**
 * The network whose accuracy shows how an axis should be treated: one layer of filters that slide or
 * span, and a dense output layer.
 *
 * Between the two, along the axes that filters slide along, lies the maximum over the axis (is the
 * pattern anywhere?) beside the maximum over each region (in which part is it?). So sliding lacks neither
 * invariance nor position. Filters that span all axes make it a network with one hidden layer. Where
 * labels are positions, filters that slide along all axes end in a map of scores, as in AlphaGo's policy
 * network (Silver et al. 2016).
 *
 * Where the positions along some axes have labels, filters slide along these, padded, so that each position keeps its
 * place; the head looks at one position of them and spans the others.
 *
 * Windows go around the end of a cyclic axis. Its regions must come round too: they are shorter where its length
 * is no multiple of them, down to single positions.
 *
 * There are fewer filters the more weights and computation each takes, so that classifiers stay
 * comparable and quick.
 */
export function referenceClassifier(
  examples: Omit<Examples, 'inputs' | 'labels'>,
  { move, windows, unshared }: ClassifierDesign,
): NetworkGeometry {
  const { axes, cyclic = [], shape, labelsArePositions } = examples;
  const labelled = labelledAxes(examples);
  // Not the experiment's own declaration: whether it holds is the question. Whether an axis goes on behind its
  // end is not.
  const declare = (axis: string): AxisDeclaration => ({
    patternsRecur: yes('in question'),
    subsamplable: yes('in question'),
    cyclic: cyclic.includes(axis),
  });
  const input = inputOf(
    defineAxes(Object.fromEntries(axes.map((axis) => [axis, declare(axis)]))),
    shape,
  );
  const lengths = Object.fromEntries(axes.map((axis, i) => [axis, shape[i]]));
  const slidAxes = axes.filter((axis) => move[axis] === 'slide');
  const asMap = labelsArePositions === true && slidAxes.length === axes.length;
  const kernel = (axis: string): number =>
    move[axis] === 'slide' ? Math.min(windows[axis], lengths[axis]) : lengths[axis];
  const weights = axes.reduce((n, axis) => n * kernel(axis), shape[shape.length - 1]);
  const goesAround = (axis: string): boolean => cyclic.includes(axis) && move[axis] === 'slide';
  const positionsAlong = (axis: string): number =>
    asMap || goesAround(axis) || labelled.includes(axis)
      ? lengths[axis]
      : lengths[axis] - kernel(axis) + 1;
  // A labelled position is an answer of its own, as an example is: it is no part of what one answer computes.
  const positions = axes
    .filter((axis) => !labelled.includes(axis))
    .reduce((n, axis) => n * positionsAlong(axis), 1);
  const affordable = Math.min(filterWeights / weights, filterMacs / (weights * positions));
  const filters = Math.min(mostFilters, Math.max(fewestFilters, Math.round(affordable)));
  const strategy = {
    move: alongEach(axes, (axis) =>
      move[axis] === 'slide'
        ? slide(kernel(axis), {
            padding: asMap || cyclic.includes(axis) || labelled.includes(axis) ? 'same' : 'valid',
          })
        : span(),
    ),
    ...(unshared !== undefined && {
      weightSharing: banded({ [unshared]: Math.min(regions, positionsAlong(unshared)) }),
    }),
  };
  const region = (axis: string): number => {
    const length = Math.ceil(positionsAlong(axis) / regions);
    return goesAround(axis) ? divisorUpTo(length, positionsAlong(axis)) : length;
  };
  const map: LayerSpec[] = [
    convolution(
      1,
      { move: alongEach(axes, () => slide(1)) },
      { activation: 'linear', bias: 'positions' },
    ),
    flatten(),
    softmax(),
  ];
  const anywhereAndWhere: LayerSpec[] =
    slidAxes.length === 0
      ? [flatten()]
      : [
          parallel([
            [globalPooling(slidAxes), flatten()],
            [
              pooling(alongEach(slidAxes, (axis) => pool(region(axis), { padding: 'same' }))),
              flatten(),
            ],
          ]),
        ];
  const { kind, form } = taskOf(examples);
  const head = kind.head(form, axes);
  if (labelled.length > 0) {
    // The head keeps the positions that have labels, and spans the regions of the other axes.
    const pooled = slidAxes.filter((axis) => !labelled.includes(axis));
    return deriveNetwork(input, [
      convolution(filters, strategy),
      ...(pooled.length > 0
        ? [pooling(alongEach(pooled, (axis) => pool(region(axis), { padding: 'same' })))]
        : []),
      dropout(0.25),
      ...head,
    ]);
  }
  return deriveNetwork(input, [
    convolution(filters, strategy),
    ...(asMap ? map : [...anywhereAndWhere, dropout(0.25), ...head]),
  ]);
}

/** The largest divisor of a length that is not above a limit. */
function divisorUpTo(limit: number, length: number): number {
  let divisor = limit;
  while (length % divisor !== 0) divisor--;
  return divisor;
}
