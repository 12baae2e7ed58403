import { type BackendName, useBackend } from '@axiswise/backend';
import {
  type DataGeometry,
  loadExperiment,
  type NetworkSize,
  type OptionValues,
  sizedNetworkOf,
} from '@axiswise/experiment';
import { buildNetwork, type TokenVectors } from '@axiswise/layers';
import { openTask, serveReplica } from '@axiswise/training';
import type { LossConfig, TaskRecord } from '@axiswise/training/kinds';

// What a thread runs that helps to train: it builds the network of an experiment anew.

/** What decides the network of a run, as far as threads can receive it. */
export interface ReplicaData extends NetworkSize {
  readonly experiment: string;
  readonly strategy: string;
  readonly example: DataGeometry;
  readonly options: OptionValues;
  readonly seed: number;
  readonly task: TaskRecord | undefined;
  readonly classes: readonly string[];
  readonly loss: LossConfig | undefined;
  readonly vectors: TokenVectors | undefined;
  readonly backend: BackendName;
  readonly threads: number;
}

await serveReplica<ReplicaData>(async (data) => {
  const { example, seed, vectors, threads } = data;
  await useBackend(data.backend, { threads });
  const experiment = await loadExperiment(data.experiment);
  const { network } = sizedNetworkOf(experiment, data.strategy, example, data.options, data);
  const task = openTask(data.task, data.classes, { loss: data.loss, kinds: experiment });
  const { activation } = task.kind;
  return {
    network: buildNetwork(network, { seed, vectors, activation }),
    shape: example.shape,
    task,
  };
});
