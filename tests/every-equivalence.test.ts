import { convolutionKind } from '@axiswise/geometry';
import { useBackend } from '@axiswise/backend';
import {
  discoverExperiments,
  loadExperiment,
  networkOf,
  strategyNames,
} from '@axiswise/experiment';
import { proveEquivalence } from '@axiswise/interpret';
import { testBackend } from '@axiswise/testing';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend(testBackend()));

const experiments = await Promise.all([...discoverExperiments().keys()].map(loadExperiment));

describe.each(experiments.map((experiment) => [experiment.name, experiment] as const))(
  'the convolutions of %s',
  (_, experiment) => {
    const networks = strategyNames(experiment)
      .map((name) => [name, networkOf(experiment, name, experiment.example)] as const)
      .filter(([, { layers }]) => layers.some(convolutionKind.is));

    it.each(networks)('of strategy %s are dense layers with shared weights', async (_, network) => {
      const proofs = await proveEquivalence(network, { maxConnections: 500_000 });
      for (const proof of proofs) {
        expect(proof.maxForwardDifference, proof.layer).toBeLessThan(1e-5);
        expect(proof.maxGradientDifference, proof.layer).toBeLessThan(1e-5);
        expect(proof.maxStepDifference, proof.layer).toBeLessThan(1e-5);
        if (proof.kind !== 'convolution') continue;
        const layer = network.layers.find(({ name }) => name === proof.layer)!;
        expect(proof.denseParameters).toBe(layer.denseParameters);
        expect(proof.sharedParameters).toBe(layer.parameters);
        expect(proof.connections).toBeGreaterThanOrEqual(proof.sharedParameters);
        expect(proof.connections).toBeLessThanOrEqual(proof.denseParameters);
      }
    });
  },
);
