import type { BuiltNetwork } from '@axiswise/layers';
import { kindNamed, type TrainingKinds } from '../kinds/training-kinds.ts';
import { Optimizer } from '../optimizers/optimizer.ts';
import type { Task } from '../tasks/task.ts';
import type { TrainingConfig } from '../training-config.ts';
import type { WorkerTeam } from '../workers/worker-team.ts';
import { localStep } from './local-step.ts';
import { NetworkReplica } from './network-replica.ts';
import { NetworkUpdate } from './network-update.ts';
import { parallelStep } from './parallel-step.ts';
import type { TrainingStep } from './training-step.ts';

export interface TrainingStepOptions {
  readonly network: BuiltNetwork;
  /** Of one example. */
  readonly shape: readonly number[];
  readonly task: Task;
  readonly config: Pick<TrainingConfig, 'clipNorm' | 'optimizer'>;
  /** What the configuration may name besides our kinds. */
  readonly kinds?: TrainingKinds | undefined;
  /** Threads between which each batch is divided; by default this thread alone trains. */
  readonly team?: WorkerTeam | undefined;
}

/**
 * Opens the step that trains a network, as a configuration asks: the trainer's own, also for those that
 * measure it.
 *
 * @returns a step that its holder disposes.
 * @throws InputError where there is no such optimizer, or its settings do not fit.
 */
export function openTrainingStep(options: TrainingStepOptions): TrainingStep {
  const { network, shape, task, config, kinds, team } = options;
  const { optimizer: asked, clipNorm } = config;
  const optimizer = new Optimizer(kindNamed('optimizers', asked.kind, kinds), asked);
  const replica = new NetworkReplica({ network, shape, task });
  const update = new NetworkUpdate(replica, { optimizer, clipNorm });
  return team ? parallelStep(replica, update, team) : localStep(replica, update);
}
