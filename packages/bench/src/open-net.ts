import type { Engine } from '@axiswise/backend';
import type { Split } from '@axiswise/data';
import { buildNetwork } from '@axiswise/layers';
import { evaluate, openTrainingStep, scorerOf, type TrainingStep } from '@axiswise/training';
import type { ReferenceNet } from './nets/index.ts';
import type { ReplicaData } from './replica-module.ts';

/** How fast Adam learns here: PyTorch's default. */
export const learningRate = 1e-3;

/** A reference network on the running engine, with the steps that the trainer would take. */
export interface OpenNet {
  /** By Adam; its holder passes {@link learningRate} and counts the steps. */
  readonly step: TrainingStep;
  /** Predicts every example; null where batches are divided, which inference does not do. */
  readonly predict: ((examples: Split) => Promise<unknown>) | null;
  dispose(): Promise<void>;
}

/**
 * Builds a reference network and opens its training step.
 *
 * @param options.workers threads between which each batch is divided.
 */
export async function openNet(
  net: ReferenceNet,
  options: { readonly engine: Pick<Engine, 'name'>; readonly workers?: number },
): Promise<OpenNet> {
  const { engine, workers = 1 } = options;
  const { geometry, shape, classes, batchSize } = net;
  const network = buildNetwork(geometry, { seed: 0 });
  const data: ReplicaData = { net: net.name, backend: engine.name };
  const step = await openTrainingStep({
    network,
    shape,
    classes,
    config: { batchSize, optimizer: { kind: 'adam', learningRate } },
    workers: {
      count: workers,
      entry: { module: new URL('./replica-module.ts', import.meta.url), data },
    },
  });
  return {
    step,
    predict:
      workers > 1
        ? null
        : (examples) =>
            evaluate(scorerOf(network.logits, shape), examples, { batchSize, shape, classes }),
    async dispose() {
      await step.dispose();
      network.model.dispose();
    },
  };
}
