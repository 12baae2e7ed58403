import type { BuiltNetwork } from '@axiswise/layers';
import { kindNamed, type TrainingKinds } from '../kinds/training-kinds.ts';
import { Optimizer } from '../optimizers/optimizer.ts';
import type { TrainingConfig } from '../training-config.ts';
import { localStep } from './local-step.ts';
import { NetworkReplica } from './network-replica.ts';
import { NetworkUpdate } from './network-update.ts';
import { parallelStep } from './parallel-step.ts';
import type { ReplicaEntry } from './replica-thread.ts';
import type { TrainingStep } from './training-step.ts';

export interface TrainingStepOptions {
  readonly network: BuiltNetwork;
  /** Of one example. */
  readonly shape: readonly number[];
  readonly classes: number;
  readonly config: Pick<TrainingConfig, 'batchSize' | 'clipNorm' | 'optimizer'>;
  /** What the configuration may name besides our kinds. */
  readonly kinds?: TrainingKinds | undefined;
  /** Divides each batch between so many threads, this one included; by default it is the only one. */
  readonly workers?: { readonly count: number; readonly entry: ReplicaEntry } | undefined;
}

/**
 * Opens the step that trains a network, as a configuration asks: the trainer's own, also for those that
 * measure it.
 *
 * @returns a step that its holder disposes.
 * @throws InputError where there is no such optimizer, or its settings do not fit.
 * @throws Error where a thread does not start.
 */
export async function openTrainingStep(options: TrainingStepOptions): Promise<TrainingStep> {
  const { network, shape, classes, config, kinds, workers } = options;
  const { optimizer: asked, clipNorm, batchSize } = config;
  const optimizer = new Optimizer(kindNamed('optimizers', asked.kind, kinds), asked);
  const replica = new NetworkReplica({ network, shape, classes });
  const update = new NetworkUpdate(replica, { optimizer, clipNorm });
  if (workers === undefined || workers.count === 1) return localStep(replica, update);
  try {
    return await parallelStep(replica, update, {
      entry: workers.entry,
      workers: workers.count,
      batchSize,
      exampleSize: shape.reduce((product, length) => product * length, 1),
    });
  } catch (error) {
    update.dispose();
    throw error;
  }
}
