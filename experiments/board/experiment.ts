import { boardSymmetries, decodeBoard, selfPlay, sgfFolder, tygem } from '@axiswise/board';
import { defineExperiment } from '@axiswise/experiment';
import {
  type AxisOf,
  block,
  convolution,
  defineAxes,
  dense,
  type FilterStrategy,
  flatten,
  no,
  pool,
  slide,
  softmax,
  span,
  upsampling,
  yes,
} from '@axiswise/geometry';

const anywhere = yes('the same shape of stones may arise anywhere on the board');
const never = no('with every second row or column dropped, it is another position');

const board = defineAxes({
  row: { patternsRecur: anywhere, subsamplable: never },
  column: { patternsRecur: anywhere, subsamplable: never },
});
type BoardStrategy = FilterStrategy<AxisOf<typeof board>>;

const everywhere = (stride = 1) => slide(3, { padding: 'same', stride, control: stride > 1 });
const halved = pool(2, { padding: 'same', control: true });

/** The first layer looks at 5×5 points, the others at 3×3 (AlphaGo). */
const withSize = (
  { move: { row, column } }: BoardStrategy,
  kernelSize: number,
  stride = 1,
): BoardStrategy => ({
  move: {
    row: row.move === 'slide' ? { ...row, kernelSize, stride } : row,
    column: column.move === 'slide' ? { ...column, kernelSize, stride } : column,
  },
});

export default defineExperiment({
  name: 'board',
  title: 'The 19×19 board: slide both ways, never pool',
  cites: [
    'Silver et al. 2016, "Mastering the game of Go with deep neural networks and tree search": the ' +
      'policy network, 5×5 then 3×3 filters with zero padding, no pooling, 1×1 with a bias for each ' +
      'position; its 48 planes and eight symmetries',
    'Clark and Storkey 2015, "Training deep convolutional neural networks to play Go"',
  ],
  deviations: [
    '32 filters and 4 layers, for two cores (AlphaGo: 192 and 12)',
    'Adam with a cosine schedule instead of stochastic gradient descent over 50 million steps',
  ],
  axes: board,
  example: { shape: [19, 19, 12], classes: 361 },
  sources: [selfPlay, tygem],
  ownData: sgfFolder,
  decode: decodeBoard,
  symmetries: boardSymmetries,

  strategies: {
    'no-pooling': {
      move: { row: everywhere(), column: everywhere() },
      expectation: 'the best: shapes recur, and every point matters',
    },
    'max-pooling': {
      move: { row: everywhere(), column: everywhere() },
      pool: { row: halved, column: halved },
      expectation: 'worse: it no longer knows on which of four points a stone stands',
    },
    strided: {
      move: { row: everywhere(2), column: everywhere(2) },
      expectation: 'worse: three quarters of the positions are lost after the first layer',
    },
    'slide-rows': {
      move: { row: everywhere(), column: span() },
      expectation: 'much worse: a shape is learned anew for each column',
    },
    'span-both': {
      move: { row: span(), column: span() },
      expectation: 'the worst: a shape is learned anew for each place',
    },
  },
  options: {
    filters: { default: 32, to: 256, describe: 'filters of each layer (AlphaGo: 192)' },
    layers: { default: 4, from: 2, to: 13, describe: 'layers before the last one (AlphaGo: 12)' },
  },
  network: ({ strategy, classes, options: { filters, layers } }) => {
    const { row, column } = strategy.move;
    const slides = row.move === 'slide' && column.move === 'slide';
    const subsampled = strategy.pool !== undefined || (row.move === 'slide' && row.stride > 1);
    const stride = row.move === 'slide' ? row.stride : 1;
    const first = {
      ...withSize(strategy, 5, stride),
      ...(strategy.pool && { pool: strategy.pool }),
    };
    const spannedBoth = row.move === 'span' && column.move === 'span';
    return [
      ...block(filters, first),
      ...(spannedBoth
        ? []
        : Array.from({ length: layers - 1 }, () => block(filters, withSize(strategy, 3)))
      ).flat(),
      ...(subsampled ? [upsampling({ row: 19, column: 19 })] : []),
      ...(slides
        ? [
            convolution(
              1,
              { move: { row: slide(1), column: slide(1) } },
              { activation: 'linear', bias: 'positions' },
            ),
            flatten(),
            softmax(),
          ]
        : // Without a map of the board, every move is a unit of its own.
          [flatten(), dense(classes, { activation: 'softmax' })]),
    ];
  },

  training: {
    epochs: 2,
    batchSize: 64,
    optimizer: { kind: 'adam', learningRate: 0.002 },
    schedule: { kind: 'cosine', warmup: 0.02 },
    restoreBest: true,
    validation: 0.02,
  },
  expects: '5,000 games, at most an hour on two cores: top-1 of at least 33 % on held-out games',
});
