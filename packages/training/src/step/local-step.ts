import type { Batch } from '@axiswise/data';
import * as tf from '@tensorflow/tfjs';
import type { UpdateTime } from '../optimizers/optimizer.ts';
import type { NetworkReplica } from './network-replica.ts';
import type { NetworkUpdate } from './network-update.ts';
import type { StepOutcome, TrainingStep } from './training-step.ts';

/** Trains on each batch in one piece, on this thread. */
export function localStep(replica: NetworkReplica, update: NetworkUpdate): TrainingStep {
  return {
    async run(batch: Batch, time: UpdateTime): Promise<StepOutcome> {
      const { loss, scores, gradients } = await replica.gradients(batch);
      try {
        const gradientNorm = Number.isFinite(loss) ? await update.apply(gradients, time) : 0;
        return { loss, gradientNorm, scores };
      } finally {
        tf.dispose([...gradients.parameters, ...gradients.tables.map(({ gradient }) => gradient)]);
      }
    },
    weights: () => replica.weights(),
    assign: (weights) => replica.assign(weights),
    state: () => update.state(),
    restore: (state) => update.restore(state),
    dispose: () => update.dispose(),
  };
}
