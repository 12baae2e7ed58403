import { useBackend } from '@axiswise/backend';
import { Random } from '@axiswise/random';
import {
  discoverExperiments,
  loadExperiment,
  networkOf,
  strategyNames,
} from '@axiswise/experiment';
import {
  ballSpace,
  boxSpace,
  maximizeActivation,
  Objective,
  VisibleNetwork,
} from '@axiswise/interpret';
import { embeddingKind } from '@axiswise/geometry';
import { buildNetwork, probabilitiesName, toPortableModel } from '@axiswise/layers';
import { expectClose, testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend(testBackend()));

const experiments = await Promise.all([...discoverExperiments().keys()].map(loadExperiment));

describe.each(experiments.map((experiment) => [experiment.name, experiment] as const))(
  '%s',
  (_, experiment) => {
    it.each(strategyNames(experiment))('%s can be looked into', async (strategy) => {
      const { shape, vocabularySize } = experiment.example;
      const geometry = networkOf(experiment, strategy, experiment.example);
      const built = buildNetwork(geometry, { seed: 0 });
      const model = toPortableModel(built);
      built.model.dispose();
      const embedding = geometry.layers.some(embeddingKind.is);
      const names = geometry.layers.map(({ name }) => name);
      const network = new VisibleNetwork(model, {
        layers: [...names, probabilitiesName],
      });

      // Computed step by step, it gives what the model gives.
      const random = new Random(0, 'inputs');
      const size = shape.reduce((product, length) => product * length, 1);
      const values = Float32Array.from({ length: 2 * size }, (_, i) =>
        vocabularySize === undefined
          ? random.uniform()
          : // The second example is short: its padding must not count.
            i >= 1.5 * size
            ? 0
            : 2 + random.integer(vocabularySize - 2),
      );
      tf.tidy(() => {
        const inputs = tf.tensor(values, [2, ...shape]);
        const visible = network.see(inputs);
        const { output } = network
          .signals(visible, [probabilitiesName], { inputs })
          .get(probabilitiesName)!;
        expectClose(output, model.predict(inputs) as tf.Tensor, 1e-5);
      });

      // What excites a unit of each layer excites it more than what it began with.
      const space = embedding
        ? ballSpace(1, network.visibleShape[1] * network.visibleShape[2])
        : boxSpace({ from: 0, to: 1, blank: 0 });
      const objectives = network.layers
        .filter(({ name }) => !/flatten|dropout|probabilities/.test(name))
        .map(({ name, units }) => Objective.unit(name, Math.min(1, units - 1)));
      const found = await maximizeActivation(network, objectives, {
        space,
        steps: 4,
        stepSize: 0.1,
      });
      for (const { objective, activationBefore, activationAfter, visible } of found) {
        expect(activationAfter, objective.toString()).toBeGreaterThan(activationBefore);
        expect(visible.every(Number.isFinite)).toBe(true);
      }
      model.dispose();
    });
  },
);
