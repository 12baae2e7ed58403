import { type BackendName, useBackend } from '@axiswise/backend';
import {
  type DataGeometry,
  loadExperiment,
  type NetworkSize,
  type OptionValues,
  sizedNetworkOf,
} from '@axiswise/experiment';
import { buildNetwork, type TokenVectors } from '@axiswise/layers';
import { serveReplica } from '@axiswise/training';

// What a thread runs that helps to train: it builds the network of an experiment anew.

/** What decides the network of a run, as far as threads can receive it. */
export interface ReplicaData extends NetworkSize {
  readonly experiment: string;
  readonly strategy: string;
  readonly example: DataGeometry;
  readonly options: OptionValues;
  readonly seed: number;
  readonly vectors: TokenVectors | undefined;
  readonly backend: BackendName;
  readonly threads: number;
}

await serveReplica<ReplicaData>(async (data) => {
  const { example, seed, vectors, threads } = data;
  await useBackend(data.backend, { threads });
  const experiment = await loadExperiment(data.experiment);
  const { network } = sizedNetworkOf(experiment, data.strategy, example, data.options, data);
  const { shape, classes } = example;
  return { network: buildNetwork(network, { seed, vectors }), shape, classes };
});
