import type { Batch } from '@axiswise/data';
import type { UpdateTime } from '../optimizers/optimizer.ts';
import type { ComputeGradients } from './accumulated-gradients.ts';
import { disposeGradients, type NetworkReplica } from './network-replica.ts';
import type { NetworkUpdate } from './network-update.ts';
import type { StepOutcome, TrainingStep } from './training-step.ts';

/** Trains on each batch by gradients that are computed somehow, and applied on this thread. */
export const stepOf = (
  compute: ComputeGradients,
  replica: NetworkReplica,
  update: NetworkUpdate,
): TrainingStep => ({
  async run(batch: Batch, time: UpdateTime): Promise<StepOutcome> {
    const { loss, scores, gradients } = await compute(batch);
    try {
      const gradientNorm = Number.isFinite(loss) ? await update.apply(gradients, time) : 0;
      return { loss, gradientNorm, scores };
    } finally {
      disposeGradients(gradients);
    }
  },
  weights: () => update.weights(),
  evaluated: (work) => update.evaluated(work),
  assign: (weights) => replica.assign(weights),
  state: () => update.state(),
  restore: (state) => update.restore(state),
  dispose: () => update.dispose(),
});
