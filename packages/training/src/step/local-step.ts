import type { Batch } from '@axiswise/data';
import * as tf from '@tensorflow/tfjs';
import type { UpdateTime } from '../optimizers/optimizer.ts';
import type { NetworkReplica } from './network-replica.ts';
import type { StepOutcome, TrainingStep } from './training-step.ts';

/** Trains on each batch in one piece, on this thread. */
export function localStep(replica: NetworkReplica): TrainingStep {
  return {
    async run(batch: Batch, time: UpdateTime): Promise<StepOutcome> {
      const { loss, scores, gradients } = await replica.gradients(batch);
      try {
        const gradientNorm = Number.isFinite(loss) ? await replica.apply(gradients, time) : 0;
        return { loss, gradientNorm, scores };
      } finally {
        tf.dispose([...gradients.parameters, ...gradients.tables.map(({ gradient }) => gradient)]);
      }
    },
    weights: () => replica.weights(),
    assign: (weights) => replica.assign(weights),
    state: () => replica.state(),
    restore: (state) => replica.restore(state),
    dispose: () => replica.dispose(),
  };
}
