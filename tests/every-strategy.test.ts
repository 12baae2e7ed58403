import { useBackend } from '@axiswise/backend';
import {
  discoverExperiments,
  loadExperiment,
  networkOf,
  strategyNames,
  trainingOf,
} from '@axiswise/experiment';
import { buildNetwork, toPortableModel } from '@axiswise/layers';
import { classificationOf, scorerOf, train } from '@axiswise/training';
import { expectClose, testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawnExamples } from './drawn-examples.ts';

beforeAll(() => useBackend(testBackend()));

const experiments = await Promise.all([...discoverExperiments().keys()].map(loadExperiment));
const examples = 4;

describe.each(experiments.map((experiment) => [experiment.name, experiment] as const))(
  '%s',
  (_, experiment) => {
    it.each(strategyNames(experiment))(
      '%s trains, and is the same network in standard layers',
      async (strategy) => {
        const { shape, classes } = experiment.example;
        const { inputs, split } = drawnExamples(experiment, examples);
        const network = buildNetwork(networkOf(experiment, strategy, experiment.example), {
          seed: 0,
        });
        const score = scorerOf(network.logits, shape);
        const before = await score(inputs, examples);
        await train({
          network,
          train: split,
          shape,
          task: classificationOf(classes),
          seed: 0,
          config: { ...trainingOf(experiment).config, epochs: 1, batchSize: examples },
        });
        const after = await score(inputs, examples);
        expect(after).not.toEqual(before);
        expect(after.every(Number.isFinite)).toBe(true);

        const portable = toPortableModel(network);
        tf.tidy(() =>
          expectClose(
            portable.predict(tf.tensor(inputs, [examples, ...shape])) as tf.Tensor,
            tf.softmax(tf.tensor(after, [examples, classes])),
            1e-5,
          ),
        );
        portable.dispose();
        network.model.dispose();
      },
    );
  },
);
