import type { Engine } from '@axiswise/backend';
import { buildNetwork } from '@axiswise/layers';
import { openTrainingStep, type Scorer, scorerOf, type TrainingStep } from '@axiswise/training';
import type { ReferenceNet } from './nets/index.ts';
import type { ReplicaData } from './replica-module.ts';

/** How fast Adam learns here: PyTorch's default. */
export const learningRate = 1e-3;

/** A reference network on the running engine, with the steps that the trainer would take. */
export interface OpenNet {
  /** By Adam; its holder passes {@link learningRate} and counts the steps. */
  readonly step: TrainingStep;
  readonly score: Scorer;
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
    score: scorerOf(network.logits, shape),
    async dispose() {
      await step.dispose();
      network.model.dispose();
    },
  };
}
