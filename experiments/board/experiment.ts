import {
  boardSymmetries,
  pointWhenMoved,
  positionDrawing,
  selfPlay,
  selfPlayCaptures,
  sgfGames,
  tygem,
} from '@axiswise/board';
import { arrays, jsonLines } from '@axiswise/data';
import { defineExperiment } from '@axiswise/experiment';
import {
  activation,
  type AxisOf,
  batchNormalization,
  block,
  convolution,
  defineAxes,
  dense,
  flatten,
  type LayerSpec,
  no,
  pool,
  residualBlock,
  slide,
  slidesAlong,
  softmax,
  span,
  type Strategy,
  subsamplesAlong,
  upsampling,
  yes,
} from '@axiswise/geometry';

const anywhere = yes('the same shape of stones may arise anywhere on the board');
const never = no('with every second row or column dropped, it is another position');

const board = defineAxes({
  row: { patternsRecur: anywhere, subsamplable: never },
  column: { patternsRecur: anywhere, subsamplable: never },
});

/** AlphaGo's first filters look at 5×5 points, all others at 3×3. */
const wide = slide(5, { padding: 'same' });
const wideByTwo = slide(5, { padding: 'same', stride: 2, control: true });
const narrow = slide(3, { padding: 'same' });
const halved = pool(2, { padding: 'same', control: true });

/** What all blocks behind the first do, at every point that is left. */
const narrowBoth = { move: { row: narrow, column: narrow } };

/** A point that no longer has values of its own takes those of its neighbourhood. */
const wholeBoard = upsampling({ row: 19, column: 19 });

/** Where filters slide both ways, a score for each point of the board is a map of it. */
const mapOfScores = (strategy: Strategy<AxisOf<typeof board>>): LayerSpec[] => [
  ...(subsamplesAlong(strategy, 'row') ? [wholeBoard] : []),
  convolution(
    1,
    { move: { row: slide(1), column: slide(1) } },
    { activation: 'linear', bias: 'positions' },
  ),
  flatten(),
  softmax(),
];

export default defineExperiment({
  name: 'board',
  title: 'The 19×19 board: slide both ways, never pool',
  cites: [
    'Silver et al. 2016, "Mastering the game of Go with deep neural networks and tree search": the ' +
      'policy network, 5×5 then 3×3 filters with zero padding, no pooling, 1×1 with a bias for each ' +
      'position; its 48 planes and eight symmetries',
    'Silver et al. 2017, "Mastering the game of Go without human knowledge": the residual tower of --depth, ' +
      'here with normalisation and rectifier before the filters (He et al. 2016)',
    'Clark and Storkey 2015, "Training deep convolutional neural networks to play Go"',
  ],
  deviations: [
    '32 filters and 4 layers, for two cores (AlphaGo: 192 and 12)',
    'Adam with a cosine schedule instead of stochastic gradient descent over 50 million steps',
  ],
  axes: board,
  example: { shape: [19, 19, 12], classes: 361 },
  sources: [selfPlay, tygem, selfPlayCaptures],
  dataFormats: { sgf: sgfGames, arrays, 'json-lines': jsonLines },
  symmetries: boardSymmetries,
  classWhenMoved: pointWhenMoved,
  show: { values: { from: 0, to: 1, blank: 0 }, draw: positionDrawing },

  strategies: {
    'no-pooling': {
      blocks: [{ move: { row: wide, column: wide } }, narrowBoth],
      expectation: 'the best: shapes recur, and every point matters',
    },
    'max-pooling': {
      blocks: [
        { move: { row: wide, column: wide }, pool: { row: halved, column: halved } },
        narrowBoth,
      ],
      expectation: 'worse: it no longer knows on which of four points a stone stands',
    },
    strided: {
      blocks: [{ move: { row: wideByTwo, column: wideByTwo } }, narrowBoth],
      expectation: 'worse: three quarters of the positions are lost after the first layer',
    },
    'slide-rows': {
      blocks: [{ move: { row: wide, column: span() } }, { move: { row: narrow, column: span() } }],
      expectation: 'much worse: a shape is learned anew for each column',
    },
    'span-both': {
      blocks: [
        { move: { row: span(), column: span() } },
        { move: { row: span(), column: span() } },
      ],
      expectation: 'the worst: a shape is learned anew for each place',
    },
  },
  options: {
    filters: { default: 32, to: 256, describe: 'filters of each layer (AlphaGo: 192)' },
    layers: { default: 4, from: 2, to: 13, describe: 'layers before the last one (AlphaGo: 12)' },
    depth: {
      default: 0,
      from: 0,
      to: 39,
      describe:
        'residual blocks of two layers behind the first layer, with batch normalisation, in place of the ' +
        'further layers (AlphaGo Zero: 19); 0 is a net without them',
    },
  },
  network: ({ strategy, classes, head, targetAxes, options: { filters, layers, depth } }) => {
    const [first, further] = strategy.blocks;
    const slidesBoth = slidesAlong(strategy, 'row') && slidesAlong(strategy, 'column');
    const maps: LayerSpec[] =
      depth > 0
        ? [
            ...block(filters, first, { activation: 'linear' }),
            ...Array.from({ length: depth }, () => residualBlock(filters, further)),
            batchNormalization(),
            activation('relu'),
          ]
        : [
            ...block(filters, first),
            ...Array.from({ length: layers - 1 }, () => block(filters, further)).flat(),
          ];
    if (targetAxes.length > 0) {
      const isWhole = slidesBoth && !subsamplesAlong(strategy, 'row');
      return [...maps, ...(isWhole ? [] : [wholeBoard]), ...head];
    }
    return [
      ...maps,
      ...(slidesBoth
        ? mapOfScores(strategy)
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
  tuning: {
    learningRate: { from: 0.0003, to: 0.03, scale: 'log' },
    weightDecay: { from: 0.001, to: 1, scale: 'log' },
  },
  comparison: { epochs: 6, trainExamples: 4500, options: { filters: 16 } },
  expects: '5,000 games, at most an hour on two cores: top-1 of at least 33 % on held-out games',
});
