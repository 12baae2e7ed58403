import { fsdd, phonemeFrames, phonemes, recordings, spectrogramDrawing } from '@axiswise/audio';
import { arrays, jsonLines } from '@axiswise/data';
import { defineExperiment } from '@axiswise/experiment';
import {
  type AxisOf,
  banded,
  blocks,
  convolution,
  defineAxes,
  dense,
  dropout,
  type FilterStrategy,
  flatten,
  type InputGeometry,
  type LayerSpec,
  no,
  padded,
  pool,
  slide,
  type Slide,
  span,
  type Span,
  type Strategy,
  upsampling,
  yes,
} from '@axiswise/geometry';

const spectrum = defineAxes({
  frequency: {
    patternsRecur: yes('the same sound lies higher or lower with another speaker'),
    subsamplable: yes('a little higher or lower is the same sound'),
  },
  time: {
    patternsRecur: no('the example is cut out around its sound, which always lies in the middle'),
    subsamplable: no('with every second frame dropped, short sounds are lost'),
  },
});

const alongFrequency = {
  move: { frequency: slide(8), time: span() },
  pool: { frequency: pool(3) },
} satisfies FilterStrategy<AxisOf<typeof spectrum>>;

/** The second block does the same on what the first found: shorter, and never banded. */
const furtherAlongFrequency = {
  move: { frequency: slide(4), time: span() },
  pool: { frequency: pool(2) },
} satisfies FilterStrategy<AxisOf<typeof spectrum>>;

/** How far a filter sees that spans the window around a sound, where windows are not cut out: as far as they are long. */
const reach = { frequency: 8, time: 15 };

/**
 * Maps as long as the axes whose positions have a label. What spans such an axis in a window that is cut out around a
 * sound moves along it here, as far as the window reaches; behind the first block nothing is left to span.
 */
const mapsAlong = (
  kept: readonly AxisOf<typeof spectrum>[],
  { blocks: given }: Strategy<AxisOf<typeof spectrum>>,
  { lengths }: InputGeometry<AxisOf<typeof spectrum>>,
  filters: number,
): LayerSpec[] => {
  const moved = given.map((each, i) => {
    const along = (axis: AxisOf<typeof spectrum>): Slide | Span =>
      kept.includes(axis) && each.move[axis].move === 'span'
        ? slide(i === 0 ? Math.min(reach[axis], lengths[axis]!) : 1)
        : each.move[axis];
    return padded({ ...each, move: { frequency: along('frequency'), time: along('time') } });
  });
  return [
    ...blocks([filters, 2 * filters], { blocks: moved }),
    upsampling(Object.fromEntries(kept.map((axis) => [axis, lengths[axis]!]))),
  ];
};

export default defineExperiment({
  name: 'spectrograms',
  title: 'Spectrograms: slide along frequency, span all of time',
  cites: [
    'Abdel-Hamid, Mohamed, Jiang, Deng, Penn and Yu 2014, "Convolutional neural networks for speech ' +
      'recognition": filters that span the window of time, slide and are pooled along frequency; ' +
      'weights shared fully or within bands',
    'The lecture: men and women say the same word with the same pattern, shifted in frequency',
  ],
  deviations: [
    'logarithmic mel energies without their derivatives in time',
    'rectifiers, dropout and Adam instead of pretrained sigmoid layers',
  ],
  axes: spectrum,
  example: { shape: [64, 15, 1], classes: 16 },
  sources: [phonemes, fsdd, phonemeFrames],
  dataFormats: { recordings, arrays, 'json-lines': jsonLines },
  show: { values: { from: -3, to: 3, blank: 0 }, draw: spectrogramDrawing },

  strategies: {
    'slide-frequency': {
      blocks: [alongFrequency, furtherAlongFrequency],
      expectation: 'the best: patterns recur along frequency and not along time',
    },
    'slide-frequency-banded': {
      blocks: [
        { ...alongFrequency, weightSharing: banded({ frequency: 4 }) },
        furtherAlongFrequency,
      ],
      expectation: 'as good or better: speakers shift a pattern a little, not across the spectrum',
    },
    'slide-time': {
      blocks: [
        { move: { frequency: span(), time: slide(5) } },
        { move: { frequency: span(), time: slide(3) } },
      ],
      expectation: 'worse for the sound at hand: it looks for a pattern where none recurs',
    },
    'slide-both': {
      blocks: [
        { move: { frequency: slide(8), time: slide(5) }, pool: { frequency: pool(3) } },
        { move: { frequency: slide(4), time: slide(3) }, pool: { frequency: pool(2) } },
      ],
      expectation: 'between the two: sliding along time gains nothing and costs positions',
    },
    'span-both': {
      blocks: [{ move: { frequency: span(), time: span() } }],
      expectation: 'the worst: each speaker is learned anew',
    },
  },
  options: {
    filters: {
      default: 48,
      describe: 'filters of the first block; the second has twice as many',
      to: 512,
    },
    dropout: {
      default: 0.3,
      integer: false,
      below: 1,
      describe: 'dropout before and behind the hidden dense layer',
    },
  },
  network: ({ strategy, input, head, targetAxes, options }) =>
    targetAxes.length > 0
      ? [
          ...mapsAlong(targetAxes, strategy, input, options.filters),
          dropout(options.dropout),
          // The hidden layer, at each position.
          convolution(128, {
            move: {
              frequency: targetAxes.includes('frequency') ? slide(1) : span(),
              time: targetAxes.includes('time') ? slide(1) : span(),
            },
          }),
          dropout(options.dropout),
          ...head,
        ]
      : [
          ...blocks([options.filters, 2 * options.filters], strategy),
          flatten(),
          dropout(options.dropout),
          dense(128),
          dropout(options.dropout),
          ...head,
        ],
  baselines: {
    linear: ({ head, targetAxes }) => (targetAxes.length > 0 ? head : [flatten(), ...head]),
  },

  training: {
    epochs: 40,
    batchSize: 64,
    optimizer: { kind: 'adam', learningRate: 0.002 },
    schedule: { kind: 'cosine', warmup: 0.05 },
    restoreBest: true,
    validation: 0.1,
  },
  tuning: {
    learningRate: { from: 0.0003, to: 0.03, scale: 'log' },
    weightDecay: { from: 0.001, to: 1, scale: 'log' },
    dropout: { from: 0, to: 0.7, scale: 'linear' },
  },
  comparison: { epochs: 16, batchSize: 32, trainExamples: 4500, options: { filters: 24 } },
  expects: 'fsdd, official split: at least 97 % of the 300 test recordings with the best strategy',
});
