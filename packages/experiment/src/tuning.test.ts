import { defineAxes, slide, yes } from '@axiswise/geometry';
import type { SearchSpace } from '@axiswise/tuning';
import { describe, expect, it } from 'vitest';
import { defineExperiment, type Experiment } from './define-experiment.ts';
import { chosenByTuning, searchSpaceOf } from './tuning.ts';

const declare = (
  tuning?: SearchSpace,
  optimizer: Experiment['training']['optimizer'] = { kind: 'adam', learningRate: 0.002 },
): Experiment =>
  defineExperiment({
    name: 'vibration',
    title: '',
    cites: [],
    deviations: [],
    axes: defineAxes({ time: { patternsRecur: yes('always'), subsamplable: yes('too') } }),
    example: { shape: [8, 1], classes: 2 },
    sources: [{ name: 'generated' }] as unknown as Experiment['sources'],
    strategies: { slide: { blocks: [{ move: { time: slide(3) } }] } },
    options: {
      dropout: { describe: 'rate', default: 0.5, integer: false, below: 1 },
      filters: { describe: 'filters', default: 8, to: 64 },
      vectors: { describe: 'vectors', default: 'rand', choices: ['rand', 'static'] },
    },
    network: () => [],
    training: { epochs: 3, batchSize: 32, optimizer, validation: 0.1 },
    ...(tuning && { tuning }),
    expects: '',
  }) as unknown as Experiment;

describe('searchSpaceOf', () => {
  it('without a declaration holds a decade on each side of the learning rate, and weight decay', () => {
    expect(searchSpaceOf(declare())).toEqual({
      learningRate: { from: 0.0002, to: 0.02, scale: 'log' },
      weightDecay: { from: 1e-3, to: 1, scale: 'log' },
    });
    // Adadelta has no weight decay.
    expect(Object.keys(searchSpaceOf(declare({}, { kind: 'adadelta', learningRate: 1 })))).toEqual([
      'learningRate',
    ]);
  });

  const declared = declare({
    learningRate: { from: 1e-4, to: 1e-3, scale: 'log' },
    beta1: { choices: [0.8, 0.9] },
    dropout: { from: 0, to: 0.7, scale: 'linear' },
    filters: { from: 4, to: 16, scale: 'log' },
  });

  it('takes what is declared, and knows which values are integers', () => {
    expect(searchSpaceOf(declared)).toEqual({
      learningRate: { from: 1e-4, to: 1e-3, scale: 'log' },
      weightDecay: { from: 1e-3, to: 1, scale: 'log' },
      beta1: { choices: [0.8, 0.9] },
      dropout: { from: 0, to: 0.7, scale: 'linear' },
      filters: { from: 4, to: 16, scale: 'log', integer: true },
    });
  });

  it('leaves out what a call has chosen, and what is declared of another optimizer', () => {
    const training = { ...declared.training, optimizer: { kind: 'sgd', learningRate: 0.01 } };
    expect(searchSpaceOf(declared, training, (name) => name === 'filters')).toEqual({
      learningRate: { from: 0.001, to: 0.1, scale: 'log' },
      weightDecay: { from: 1e-6, to: 1e-2, scale: 'log' },
      dropout: { from: 0, to: 0.7, scale: 'linear' },
    });
  });
});

it('sorts values by what they belong to', () => {
  expect(
    chosenByTuning(declare(), {
      learningRate: 0.01,
      batchSize: 64,
      weightDecay: 0.1,
      dropout: 0.3,
    }),
  ).toEqual({
    learningRate: 0.01,
    batchSize: 64,
    optimizerOptions: { weightDecay: 0.1 },
    options: { dropout: 0.3 },
  });
});

it.each<[SearchSpace, string]>([
  [
    { droput: { choices: [0.1] } },
    'the tuning of vibration names "droput", which is neither a setting of the training nor an option of ' +
      'the network; did you mean "dropout"?',
  ],
  [{ epochs: { choices: [3, 9] } }, 'the number of epochs is not drawn: the best epoch is kept'],
  [
    { learningRate: { from: 0.1, to: 0.01, scale: 'log' } },
    'learningRate in the tuning of vibration must be a range whose `from` is below its `to`',
  ],
  [
    { learningRate: { from: 0, to: 0.1, scale: 'linear' } },
    'the tuning of vibration: learningRate must be a positive number, got 0',
  ],
  [
    { dropout: { from: 0, to: 1, scale: 'linear' } },
    'the tuning of vibration: dropout must be a number from 0 to below 1, got 1',
  ],
  [
    { filters: { from: 8, to: 128, scale: 'log' } },
    'the tuning of vibration: filters must be an integer from 1 to 64, got 128',
  ],
  [{ vectors: { choices: ['rand', 'none'] } }, 'vectors must be rand or static'],
  [
    { beta1: { from: 0.5, to: 1, scale: 'linear' } },
    'the tuning of vibration: beta1 of the optimizer "adam" must be a number from 0 to below 1, got 1',
  ],
])('refuses %j', (tuning, message) => {
  expect(() => declare(tuning)).toThrow(message);
});
