import {
  blocks,
  defineAxes,
  dense,
  embedding,
  flatten,
  no,
  slide,
  span,
  yes,
} from '@axiswise/geometry';
import { describe, expect, it } from 'vitest';
import { defineExperiment, type Experiment } from './define-experiment.ts';
import { linearBaselineOf } from './linear-baseline.ts';
import { networkOf, strategyNames } from './strategy-network.ts';

const axes = defineAxes({
  time: { patternsRecur: yes('anywhere'), subsamplable: no('words vanish') },
  embedding: { patternsRecur: no('no order'), subsamplable: no('meaning is lost') },
});
const declared = {
  name: 'words',
  title: 'Words',
  cites: [],
  deviations: [],
  axes,
  dataAxes: ['time'],
  example: { shape: [9, 1], classes: 2, vocabularySize: 20 },
  sources: [{ name: 'none', description: 'none', load: () => Promise.reject(new Error()) }],
  strategies: { slides: { blocks: [{ move: { time: slide(3), embedding: span() } }] } },
  network: ({ strategy, classes }) => [
    embedding(4, { along: 'embedding' }),
    ...blocks([5], strategy),
    flatten(),
    dense(classes, { activation: 'softmax' }),
  ],
  training: {
    epochs: 1,
    batchSize: 1,
    optimizer: { kind: 'adam', learningRate: 0.1 },
    validation: 0,
  },
  expects: 'nothing',
} satisfies Experiment<'time' | 'embedding'>;

describe('the linear baseline', () => {
  it('is added where none is declared: of tokens, a classifier of their mean vector', () => {
    const experiment = defineExperiment<'time' | 'embedding'>(declared);
    expect(strategyNames(experiment)).toEqual(['slides', 'linear']);
    expect(linearBaselineOf(experiment)).toBe('linear');
    const { layers, totals } = networkOf(experiment, 'linear', declared.example);
    expect(layers.map(({ kind }) => kind.name)).toEqual([
      'embedding',
      'global-pooling',
      'flatten',
      'dense',
    ]);
    expect(totals.parameters).toBe(20 * 100 + 100 * 2 + 2);
  });

  it('of numbers gives every one of them a weight for each class', () => {
    const numbers = { ...declared, dataAxes: undefined };
    const experiment = defineExperiment<'time' | 'embedding'>(numbers);
    const data = { shape: [9, 4, 2], classes: 3 };
    expect(networkOf(experiment, 'linear', data).totals.parameters).toBe(9 * 4 * 2 * 3 + 3);
  });

  it('of positions with a label looks at each alone', () => {
    const experiment = defineExperiment<'time' | 'embedding'>(declared);
    const targets = {
      ...{ task: 'position-classification', names: ['part of speech'] },
      ...{ shape: [9], axes: ['time'] },
    };
    const data = { ...declared.example, targets };
    const { layers, totals } = networkOf(experiment, 'linear', data);
    expect(layers.at(-1)!.outputShape).toEqual([9, 2]);
    expect(totals.parameters).toBe(20 * 100 + 100 * 2 + 2);
    const flattens = defineExperiment<'time' | 'embedding'>({
      ...declared,
      network: ({ head }) => [embedding(4, { along: 'embedding' }), flatten(), ...head],
    });
    expect(() => networkOf(flattens, 'slides', data)).toThrow(
      'the data has a label for each position of time, but "slides" of words flattens its maps; where ' +
        'targetAxes are given, let the network keep these axes up to the head',
    );
  });

  it('is the one that the experiment declares', () => {
    const own = () => [flatten(), dense(2, { activation: 'softmax' })];
    const bag = defineExperiment<'time' | 'embedding'>({
      ...declared,
      baselines: { bag: own },
      linearBaseline: 'bag',
    });
    expect(strategyNames(bag)).toEqual(['slides', 'bag']);
    expect(linearBaselineOf(bag)).toBe('bag');
    const linear = defineExperiment<'time' | 'embedding'>({
      ...declared,
      baselines: { linear: own },
    });
    expect(linear.baselines!['linear']).toBe(own);
    const other = defineExperiment<'time' | 'embedding'>({
      ...declared,
      baselines: { other: own },
    });
    expect(strategyNames(other)).toEqual(['slides', 'other', 'linear']);
  });

  it('is refused where it is none of the baselines', () => {
    expect(() =>
      defineExperiment<'time' | 'embedding'>({ ...declared, linearBaseline: 'bag' }),
    ).toThrow(
      'words: the linear baseline must be one of its baselines (it declares none), got "bag"',
    );
  });
});
