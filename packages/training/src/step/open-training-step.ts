import type { TrainableNetwork } from '@axiswise/layers';
import { kindNamed, type TrainingKinds } from '../kinds/training-kinds.ts';
import { Optimizer } from '../optimizers/optimizer.ts';
import type { Task } from '../tasks/task.ts';
import type { TrainingConfig } from '../training-config.ts';
import type { WorkerTeam } from '../workers/worker-team.ts';
import { accumulating, type ComputeGradients } from './accumulated-gradients.ts';
import { NetworkReplica } from './network-replica.ts';
import { NetworkUpdate } from './network-update.ts';
import { parallelGradients } from './parallel-gradients.ts';
import { stepOf } from './step-of.ts';
import type { TrainingStep } from './training-step.ts';
import { WeightAverage } from './weight-average.ts';

/** The network, the loss and the optimizer of a training step. */
export interface TrainingStepOptions {
  readonly network: TrainableNetwork;
  /** Of one example. */
  readonly shape: readonly number[];
  readonly task: Task;
  readonly config: Pick<
    TrainingConfig,
    'clipNorm' | 'emaMomentum' | 'gradientAccumulation' | 'optimizer'
  >;
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
  const { optimizer: asked, clipNorm, emaMomentum, gradientAccumulation = 1 } = config;
  const optimizer = new Optimizer(kindNamed('optimizers', asked.kind, kinds), asked);
  const replica = new NetworkReplica({ network, shape, task });
  const average = emaMomentum === undefined ? undefined : new WeightAverage(replica, emaMomentum);
  const update = new NetworkUpdate(replica, { optimizer, clipNorm, average });
  const inOnePiece: ComputeGradients = team
    ? parallelGradients(replica, team)
    : (batch, part) => replica.gradients(batch, part);
  const compute = accumulating(inOnePiece, replica, { task, accumulation: gradientAccumulation });
  return stepOf(compute, replica, update);
}
