import type { Engine } from '@axiswise/backend';
import type { Split } from '@axiswise/data';
import { buildNetwork } from '@axiswise/layers';
import {
  classificationOf,
  evaluate,
  openTrainingStep,
  scorerOf,
  type TrainingStep,
  WorkerTeam,
} from '@axiswise/training';
import type { ReferenceNet } from './nets/index.ts';
import type { ReplicaData } from './replica-module.ts';

/** How fast Adam learns here: PyTorch's default. */
export const learningRate = 1e-3;

/** A reference network on the running engine, with the steps that the trainer would take. */
export interface OpenNet {
  /** By Adam; its holder passes {@link learningRate} and counts the steps. */
  readonly step: TrainingStep;
  /** Predicts every example. */
  predict(examples: Split): Promise<unknown>;
  dispose(): Promise<void>;
}

/**
 * Builds a reference network and opens its training step.
 *
 * @param options.workers threads between which each batch is divided, and which predict together.
 */
export async function openNet(
  net: ReferenceNet,
  options: { readonly engine: Pick<Engine, 'name' | 'threads'>; readonly workers?: number },
): Promise<OpenNet> {
  const { engine, workers = 1 } = options;
  const { geometry, shape, classes, batchSize } = net;
  const task = classificationOf(classes);
  const network = buildNetwork(geometry, { seed: 0 });
  const data: ReplicaData = { net: net.name, backend: engine.name, threads: engine.threads };
  const entry = { module: new URL('./replica-module.ts', import.meta.url), data };
  const team =
    workers > 1
      ? await WorkerTeam.toTrain({ network, entry, workers, shape, task, batchSize })
      : undefined;
  const config = { optimizer: { kind: 'adam', learningRate } };
  const step = openTrainingStep({ network, shape, task, config, team });
  return {
    step,
    async predict(examples) {
      const score = team ? await team.scorer() : scorerOf(network.logits, shape);
      return evaluate(score, examples, { batchSize, shape, task });
    },
    async dispose() {
      step.dispose();
      await team?.dispose();
      network.model.dispose();
    },
  };
}
