import { fsdd, phonemes, recordings, spectrogramDrawing } from '@axiswise/audio';
import { defineExperiment } from '@axiswise/experiment';
import {
  type AxisOf,
  banded,
  block,
  defineAxes,
  dense,
  dropout,
  type FilterStrategy,
  flatten,
  type LayerSpec,
  no,
  pool,
  slide,
  span,
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

type SoundStrategy = FilterStrategy<AxisOf<typeof spectrum>>;

const alongFrequency = {
  move: { frequency: slide(8), time: span() },
  pool: { frequency: pool(3) },
} satisfies SoundStrategy;

/** The same again on what the first filters found, along the axes that are left; shorter, unbanded. */
function secondBlock({ move, pool: pooled }: SoundStrategy, filters: number): LayerSpec[] {
  const slides = (axis: 'frequency' | 'time') => move[axis].move === 'slide';
  if (!slides('frequency') && !slides('time')) return [];
  return block(filters, {
    move: {
      frequency: slides('frequency') ? slide(4) : span(),
      time: slides('time') ? slide(3) : span(),
    },
    ...(pooled && { pool: { frequency: pool(2) } }),
  });
}

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
  sources: [phonemes, fsdd],
  dataFormats: { recordings },
  show: { values: { from: -3, to: 3, blank: 0 }, draw: spectrogramDrawing },

  strategies: {
    'slide-frequency': {
      ...alongFrequency,
      expectation: 'the best: patterns recur along frequency and not along time',
    },
    'slide-frequency-banded': {
      ...alongFrequency,
      weightSharing: banded({ frequency: 4 }),
      expectation: 'as good or better: speakers shift a pattern a little, not across the spectrum',
    },
    'slide-time': {
      move: { frequency: span(), time: slide(5) },
      expectation: 'worse for the sound at hand: it looks for a pattern where none recurs',
    },
    'slide-both': {
      move: { frequency: slide(8), time: slide(5) },
      pool: { frequency: pool(3) },
      expectation: 'between the two: sliding along time gains nothing and costs positions',
    },
    'span-both': {
      move: { frequency: span(), time: span() },
      expectation: 'the worst: each speaker is learned anew',
    },
  },
  options: {
    filters: {
      default: 48,
      describe: 'filters of the first block; the second has twice as many',
      to: 512,
    },
  },
  network: ({ strategy, classes, options }) => [
    ...block(options.filters, strategy),
    ...secondBlock(strategy, 2 * options.filters),
    flatten(),
    dropout(0.3),
    dense(128),
    dropout(0.3),
    dense(classes, { activation: 'softmax' }),
  ],
  baselines: {
    linear: ({ classes }) => [flatten(), dense(classes, { activation: 'softmax' })],
  },

  training: {
    epochs: 40,
    batchSize: 64,
    optimizer: { kind: 'adam', learningRate: 0.002 },
    schedule: { kind: 'cosine', warmup: 0.05 },
    restoreBest: true,
    validation: 0.1,
  },
  comparison: { epochs: 12, options: { filters: 24 } },
  expects: 'fsdd, official split: at least 97 % of the 300 test recordings with the best strategy',
});
