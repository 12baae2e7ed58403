import { arrays, jsonLines } from '@axiswise/data';
import { framesDrawing, pixelDrawing } from '@axiswise/drawing';
import { defineExperiment } from '@axiswise/experiment';
import {
  type AxisOf,
  blocks,
  defineAxes,
  dense,
  dropout,
  type FilterStrategy,
  flatten,
  globalPooling,
  type InputGeometry,
  type LayerSpec,
  no,
  padded,
  pool,
  slide,
  span,
  type Strategy,
  upsampling,
  yes,
} from '@axiswise/geometry';
import { motion } from '@axiswise/video';

/** Space is what it is in a picture. Time is not: a movement is the same later, but not in fewer frames. */
const anywhere = yes('something may move anywhere in the picture');
const smaller = yes('with every second row and column dropped, the same moves the same way');

const video = defineAxes({
  time: {
    patternsRecur: yes('the same movement may begin at any moment'),
    subsamplable: no('with every second frame dropped, what is slow becomes fast'),
  },
  height: { patternsRecur: anywhere, subsamplable: smaller },
  width: { patternsRecur: anywhere, subsamplable: smaller },
});

type Filters = FilterStrategy<AxisOf<typeof video>>;

const plane = { height: slide(3), width: slide(3) };
const halve = { height: pool(2), width: pool(2) };
const all = { move: { time: slide(3), ...plane } } satisfies Filters;

/** The first block pools, the second one looks farther. */
const thenAll = (first: Filters): Filters[] => [first, all];

/** Maps as long as the axes whose positions have a label, with the largest value over the others. */
const mapsAlong = (
  kept: readonly AxisOf<typeof video>[],
  { blocks: given }: Strategy<AxisOf<typeof video>>,
  { names, lengths }: InputGeometry<AxisOf<typeof video>>,
): LayerSpec[] => {
  const others = names.filter((axis) => !kept.includes(axis));
  return [
    ...blocks([16, 32], { blocks: given.map(padded) }),
    ...(others.length > 0 ? [globalPooling(others)] : []),
    upsampling(Object.fromEntries(kept.map((axis) => [axis, lengths[axis]!]))),
  ];
};

export default defineExperiment({
  name: 'motion',
  title: 'Short videos: slide through time and picture, and do not drop frames',
  cites: [
    'Ji, Xu, Yang and Yu 2013, "3D convolutional neural networks for human action recognition": filters over ' +
      'frames, rows and columns',
    'Tran, Bourdev, Fergus, Torresani and Paluri 2015, "Learning spatiotemporal features with 3D ' +
      'convolutional networks": 3×3×3 filters, no pooling along time in the first block',
    'Zhang 2019, "Making convolutional networks shift-invariant again": the blurred strides and poolings',
  ],
  deviations: [
    'two blocks of few filters, for short videos of 16×16 pixels',
    'a maximum over all of time and picture instead of dense layers over positions',
  ],
  axes: video,
  example: { shape: [12, 16, 16, 1], classes: 8 },
  sources: [motion],
  dataFormats: { 'json-lines': jsonLines, arrays },
  show: {
    values: { from: 0, to: 1, blank: 0 },
    draw: (pixels, { shape: [frames, ...shape], highlight, overlay }) => {
      const [height, width, channels] = shape;
      const positions = height * width;
      return framesDrawing(
        frames,
        (frame) =>
          pixelDrawing(
            pixels.subarray(frame * positions * channels, (frame + 1) * positions * channels),
            shape,
            {
              highlight: highlight?.subarray(frame * positions, (frame + 1) * positions),
              overlay: overlay?.slice(frame * positions, (frame + 1) * positions),
            },
          ),
        'time',
      );
    },
  },

  strategies: {
    'slide-all': {
      blocks: thenAll({ ...all, pool: halve }),
      expectation:
        'the best: patterns recur along all three axes, and only the picture is subsampled',
    },
    'slide-plane': {
      blocks: [
        { move: { time: span(), ...plane }, pool: halve },
        { move: { time: span(), ...plane } },
      ],
      expectation: 'worse: a movement is learned anew for each moment at which it may begin',
    },
    'slide-time': {
      blocks: [
        { move: { time: slide(3), height: span(), width: span() } },
        { move: { time: slide(3), height: span(), width: span() } },
      ],
      expectation: 'worse: a movement is learned anew for each place in the picture',
    },
    'frame-by-frame': {
      blocks: [
        { move: { time: slide(1), ...plane }, pool: halve },
        { move: { time: slide(1), ...plane } },
      ],
      expectation: 'little better than guessing: filters that see one frame see no movement',
    },
    'drop-frames': {
      blocks: thenAll({
        move: { time: slide(1, { stride: 2, control: true }), ...plane },
        pool: halve,
      }),
      expectation:
        'worse: slow in every second frame looks like fast, and fast movements are nearly gone',
    },
    'pool-time': {
      blocks: thenAll({ ...all, pool: { ...halve, time: pool(2, { control: true }) } }),
      expectation: 'worse: time is subsampled, though behind filters that have seen all frames',
    },
    'pool-blurred': {
      blocks: thenAll({
        ...all,
        pool: { height: pool(2, { blur: 3 }), width: pool(2, { blur: 3 }) },
      }),
      expectation: 'as good, and less sensitive to shifts by one pixel',
    },
    'span-all': {
      blocks: [
        { move: { time: span(), height: span(), width: span() } },
        { move: { time: span(), height: span(), width: span() } },
      ],
      expectation: 'the worst: a fully connected network, nothing is shared',
    },
  },
  options: {
    dropout: {
      default: 0.1,
      integer: false,
      below: 1,
      describe: 'dropout before the last dense layer',
    },
  },
  network: ({ strategy, input, head, targetAxes, options }) =>
    targetAxes.length > 0
      ? [...mapsAlong(targetAxes, strategy, input), dropout(options.dropout), ...head]
      : [
          ...blocks([16, 32], strategy),
          globalPooling(['time', 'height', 'width']),
          flatten(),
          dense(32),
          dropout(options.dropout),
          ...head,
        ],
  baselines: {
    // Softmax regression: how far the pixels of all frames go, position by position.
    linear: ({ head, targetAxes }) => (targetAxes.length > 0 ? head : [flatten(), ...head]),
  },

  training: {
    epochs: 10,
    batchSize: 64,
    optimizer: { kind: 'adam', learningRate: 0.004 },
    schedule: { kind: 'cosine', warmup: 0.05 },
    patience: 5,
    restoreBest: true,
    validation: 0.1,
  },
  tuning: {
    learningRate: { from: 0.0005, to: 0.03, scale: 'log' },
    weightDecay: { from: 0.001, to: 1, scale: 'log' },
    dropout: { from: 0, to: 0.5, scale: 'linear' },
  },
  comparison: { epochs: 16, batchSize: 32, trainExamples: 1000 },
  expects: 'slide-all: at least 90 % of the 1,000 test videos; frame-by-frame at most half of that',
});
