import { arrays, jsonLines } from '@axiswise/data';
import { pixelDrawing } from '@axiswise/drawing';
import { defineExperiment } from '@axiswise/experiment';
import {
  activation,
  type AxisOf,
  batchNormalization,
  block,
  blocks,
  defineAxes,
  dense,
  dropout,
  type FilterStrategy,
  flatten,
  globalPooling,
  type InputGeometry,
  type LayerSpec,
  padded,
  parallel,
  pool,
  residualBlock,
  slide,
  span,
  type Strategy,
  upsampling,
  yes,
} from '@axiswise/geometry';
import {
  cifar10,
  cifarBinaries,
  colour,
  crop,
  cutout,
  digitDirections,
  digits,
  digitSlants,
  digitStrokes,
  digitTraits,
  exceptFor,
  fashionMnist,
  flip,
  mnist,
  pictures,
  rotation,
  shift,
} from '@axiswise/image';

/** A picture's two axes are alike: the answers to both questions are the lecture's premises. */
const anywhere = yes('a stroke or an edge may lie anywhere in the picture');
const smaller = yes('with every second row or column dropped, a picture shows the same object');

const pixels = defineAxes({
  height: { patternsRecur: anywhere, subsamplable: smaller },
  width: { patternsRecur: anywhere, subsamplable: smaller },
});

const mirrored = 'a mirrored digit is another sign, or none';
const turned = 'what is to be predicted is how a digit leans, which it changes';

type Filters = FilterStrategy<AxisOf<typeof pixels>>;

const both = {
  move: { height: slide(3), width: slide(3) },
  pool: { height: pool(2), width: pool(2) },
} satisfies Filters;

/**
 * A small residual network: the filters and the pooling of each block of the strategy, then residual blocks
 * of the same filters. The first block has 32 filters, each further one twice as many.
 */
const residualStages = (
  { blocks }: Strategy<AxisOf<typeof pixels>>,
  depth: number,
): LayerSpec[] => [
  ...blocks.flatMap((each, i) => {
    const filters = 32 * 2 ** i;
    return [
      ...(i === 0 ? [] : [batchNormalization(), activation('relu')]),
      ...block(filters, each, { activation: 'linear' }),
      ...Array.from({ length: depth }, () => residualBlock(filters, each)),
    ];
  }),
  batchNormalization(),
  activation('relu'),
];

/** Two blocks, as in the lecture, that do the same. */
const twice = (filters: Filters): Filters[] => [filters, filters];

/**
 * Maps that are as large as the picture, where each pixel has a label: what the blocks of a strategy see, brought
 * back to the picture's size, beside what its first filters see at each pixel (Long, Shelhamer and Darrell 2015).
 */
function mapsOfPixels(
  strategy: Strategy<AxisOf<typeof pixels>>,
  { lengths }: InputGeometry<AxisOf<typeof pixels>>,
  layersOf: (strategy: Strategy<AxisOf<typeof pixels>>) => LayerSpec[],
): LayerSpec[] {
  const { height, width } = lengths;
  const whole = upsampling({ height: height!, width: width! });
  const toTheEdge = { ...strategy, blocks: strategy.blocks.map(padded) };
  const { pool: _, ...fine } = toTheEdge.blocks[0];
  return [
    parallel([
      [...block(25, fine), whole],
      [...layersOf(toTheEdge), whole],
    ]),
  ];
}

export default defineExperiment({
  name: 'images',
  title: 'Pictures: slide both ways, pool',
  cites: [
    'LeCun, Bottou, Bengio and Haffner 1998, "Gradient-based learning applied to document recognition": ' +
      'convolution, subsampling, convolution, subsampling, dense layers',
    'He, Zhang, Ren and Sun 2016, "Identity mappings in deep residual networks": the blocks of --depth',
    'The lecture: 25 filters of 3×3, max pooling 2×2, 50 filters of 3×3, max pooling 2×2, dense 100',
  ],
  deviations: [
    'rectifiers after the filters, which the lecture leaves out',
    'dropout before the dense layers, a cosine schedule, He initial weights',
  ],
  axes: pixels,
  example: { shape: [28, 28, 1], classes: 10 },
  sources: [
    digits,
    mnist,
    fashionMnist,
    cifar10,
    digitSlants,
    digitStrokes,
    digitTraits,
    digitDirections,
  ],
  dataFormats: { pictures, 'cifar-binaries': cifarBinaries, arrays, 'json-lines': jsonLines },
  augmentations: {
    shift,
    flip: exceptFor(
      {
        digits: mirrored,
        mnist: mirrored,
        'digit-slants': mirrored,
        'digit-strokes': mirrored,
        'digit-traits': mirrored,
        'digit-directions': mirrored,
      },
      flip('width'),
    ),
    crop,
    rotation: exceptFor(
      {
        'digit-slants': turned,
        'digit-strokes': turned,
        'digit-traits': turned,
        'digit-directions': turned,
      },
      rotation,
    ),
    colour,
    cutout,
  },
  show: {
    values: { from: 0, to: 1, blank: 0 },
    draw: (pixels, { shape, ...above }) => pixelDrawing(pixels, shape, above),
  },

  strategies: {
    'slide-both': {
      blocks: twice(both),
      expectation: 'the best: patterns recur along both axes, and both may be subsampled',
    },
    'no-pooling': {
      blocks: twice({ move: { height: slide(3), width: slide(3) } }),
      expectation: 'nearly as good, with many times the dense parameters',
    },
    'slide-height': {
      blocks: twice({ move: { height: slide(3), width: span() }, pool: { height: pool(2) } }),
      expectation: 'worse: a pattern is learned anew for each place along the width',
    },
    'slide-width': {
      blocks: twice({ move: { height: span(), width: slide(3) }, pool: { width: pool(2) } }),
      expectation: 'worse: a pattern is learned anew for each place along the height',
    },
    'span-both': {
      blocks: twice({ move: { height: span(), width: span() } }),
      expectation: 'the worst: a fully connected network, nothing is shared',
    },
    'locally-connected': {
      blocks: twice({ ...both, weightSharing: 'none' }),
      expectation: 'worse: small filters, but each place learns its own from fewer examples',
    },
  },
  options: {
    depth: {
      default: 0,
      from: 0,
      to: 9,
      describe:
        'residual blocks with batch normalisation behind each block of the strategy; 0 is the net of the ' +
        'lecture, which has none',
    },
    dropout: {
      default: 0.4,
      integer: false,
      below: 1,
      describe: 'dropout before the first dense layer; half of it behind',
    },
  },
  network: ({ strategy, input, head, targetAxes, options }) => {
    const layersOf = (of: typeof strategy): LayerSpec[] =>
      options.depth > 0 ? residualStages(of, options.depth) : blocks([25, 50], of);
    if (targetAxes.length > 0) {
      return [...mapsOfPixels(strategy, input, layersOf), dropout(options.dropout / 2), ...head];
    }
    return options.depth > 0
      ? [
          ...layersOf(strategy),
          globalPooling(pixels.names, { keep: 'average' }),
          flatten(),
          dropout(options.dropout),
          ...head,
        ]
      : [
          ...blocks([25, 50], strategy),
          flatten(),
          dropout(options.dropout),
          dense(100),
          dropout(options.dropout / 2),
          ...head,
        ];
  },
  baselines: {
    // The lecture's first network, to be counted by hand: 423,860 parameters.
    'one-block': ({ input, head, targetAxes }) =>
      targetAxes.length > 0
        ? [...mapsOfPixels({ blocks: [both] }, input, (of) => blocks([25], of)), ...head]
        : [...blocks([25], { blocks: [both] }), flatten(), dense(100), ...head],
    // Softmax regression: how far pixels alone go, position by position.
    linear: ({ head, targetAxes }) => (targetAxes.length > 0 ? head : [flatten(), ...head]),
  },

  training: {
    epochs: 6,
    batchSize: 128,
    optimizer: { kind: 'adam', learningRate: 0.002 },
    schedule: { kind: 'cosine', warmup: 0.05 },
    patience: 5,
    restoreBest: true,
    validation: 0.05,
  },
  tuning: {
    learningRate: { from: 0.0003, to: 0.03, scale: 'log' },
    weightDecay: { from: 0.001, to: 1, scale: 'log' },
    dropout: { from: 0, to: 0.7, scale: 'linear' },
  },
  comparison: { epochs: 16, batchSize: 32, trainExamples: 2500 },
  expects:
    'MNIST, 12 epochs: at least 99.0 % of the 10,000 test images (Keras reports about 99 % after 15)',
});
