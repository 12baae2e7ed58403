import { nextTurn } from '@axiswise/backend/next-turn';
import type { Batch, Dataset, Split } from '@axiswise/data';
import type { TrainableNetwork } from '@axiswise/layers';
import { InputError } from '@axiswise/messages';
import type { Checkpoint, CheckpointFolder, NamedArray } from '@axiswise/runs';
import { augmentedBy } from './augmentations/augmentation.ts';
import { StartedCallbacks } from './callbacks/started-callbacks.ts';
import { checkNetwork } from './check-network.ts';
import { DivergedError } from './errors.ts';
import { evaluate } from './evaluate.ts';
import type { TrainingKinds } from './kinds/training-kinds.ts';
import type { MetricKind } from './metrics/metric-kind.ts';
import { type MetricTotals, ScoreCounter } from './metrics/scores.ts';
import {
  bestEpoch,
  type EpochMetrics,
  isOutOfPatience,
  type StepProgress,
  type TrainingObserver,
} from './progress.ts';
import { type Course, scheduleOf } from './schedules/schedule.ts';
import { scorerOf } from './scorer.ts';
import { openTrainingStep } from './step/open-training-step.ts';
import type { TrainingStep } from './step/training-step.ts';
import { metricOf } from './tasks/open-task.ts';
import type { Task } from './tasks/task.ts';
import { trainingBatches } from './training-batches.ts';
import { augmentationsOf, checkConfig, type TrainingConfig } from './training-config.ts';
import { type TrainingProgress, trainingProgressSchema } from './training-progress.ts';
import type { WorkerTeam } from './workers/worker-team.ts';

/** What {@link train} trains, on what, and how long. */
export interface TrainOptions {
  readonly network: TrainableNetwork;
  readonly train: Split;
  readonly validation?: Split;
  readonly shape: Dataset['shape'];
  readonly task: Task;
  readonly seed: number;
  readonly config: TrainingConfig;
  /** What the configuration may name besides our kinds; its metrics are measured. */
  readonly kinds?: TrainingKinds;
  readonly observer?: TrainingObserver;
  /**
   * Ends after that epoch, if training is not at its end before. The checkpoint goes on from there to the
   * same bits as without the stop: schedules know the full number of epochs only.
   */
  readonly untilEpoch?: number;
  /** Where to save and whence to continue; without it nothing is written. */
  readonly checkpoints?: CheckpointFolder<TrainingProgress>;
  /** Besides one at the end of each epoch; they do not change what is learned. */
  readonly secondsBetweenCheckpoints?: number;
  /** Divides each batch between its threads, and scores with them; it is of this network, and goes on. */
  readonly team?: WorkerTeam | undefined;
  /** Where the run lies, for the callbacks of {@link kinds}. */
  readonly runDir?: string;
}

/** What {@link train} gives. */
export interface TrainingResult {
  readonly history: readonly EpochMetrics[];
  /** Whether training ended before the last epoch. */
  readonly stoppedEarly: boolean;
  /** The epoch whose weights the network has now. */
  readonly weightsOfEpoch: number;
  readonly seconds: number;
  readonly examplesPerSecond: number;
}

/**
 * Trains a network: the one training loop of the project.
 *
 * Same seed, backend and thread count give the same weights to the last bit, also when training is
 * killed at any moment and continued from its checkpoints: the order of examples follows from seed
 * and epoch, dropout's streams and the optimizer's moments are saved, and nothing depends on time.
 *
 * @throws DivergedError when the loss is no longer a finite number; the last checkpoint is kept.
 * @throws InputError where the configuration is wrong.
 */
export async function train(options: TrainOptions): Promise<TrainingResult> {
  const prepared = preparedTraining(options);
  const step = openTrainingStep(options);
  try {
    return await new TrainingRun(prepared, step).toTheEnd();
  } finally {
    step.dispose();
  }
}

/**
 * The training that options ask for, with its examples augmented.
 *
 * @throws InputError where the configuration is wrong, or there is no example.
 */
export function preparedTraining(options: TrainOptions): TrainOptions {
  const { network, train, shape, task, config, kinds } = options;
  checkConfig(config, kinds);
  checkNetwork(network.geometry, config);
  if (train.length === 0) throw new InputError('run', 'there is no training example');
  if (config.augmentation === undefined) return options;
  const classes = task.form.classes.length;
  return {
    ...options,
    train: augmentedBy(augmentationsOf(config, kinds), train, { shape, classes }),
  };
}

/** Loop, schedule, early stopping, checkpoints: everything but tensors, which are the step's. */
class TrainingRun {
  readonly #options: TrainOptions;
  readonly #trainingStep: TrainingStep;
  readonly #course: Course;
  readonly #bestBy: { readonly name: string; readonly metric: MetricKind };
  readonly #stepsPerEpoch: number;
  #best: ReadonlyMap<string, NamedArray> = new Map();

  /** Steps done since the beginning of the run. */
  #step = 0;
  #epochScores: ScoreCounter;
  #epochSeconds = 0;
  #history: readonly EpochMetrics[] = [];
  #callbacks: StartedCallbacks | undefined;

  constructor(options: TrainOptions, trainingStep: TrainingStep) {
    const { config, kinds, train, task } = options;
    this.#options = options;
    this.#trainingStep = trainingStep;
    this.#course = scheduleOf(config.schedule ?? { kind: 'constant' }, kinds?.schedules);
    const name = config.bestBy ?? 'loss';
    this.#bestBy = { name, metric: metricOf(task.form, name, kinds) };
    this.#stepsPerEpoch = Math.ceil(train.length / config.batchSize);
    this.#epochScores = this.#countFrom({});
  }

  /** Counted from 0: the epoch that is going on. */
  get #epoch(): number {
    return this.#history.length;
  }

  /** Batches of this epoch done. */
  get #batch(): number {
    return this.#step - this.#epoch * this.#stepsPerEpoch;
  }

  /** Examples of this epoch seen. */
  get #examples(): number {
    const { train, config } = this.#options;
    return Math.min(this.#batch * config.batchSize, train.length);
  }

  async toTheEnd(): Promise<TrainingResult> {
    const { checkpoints, config, train, observer, untilEpoch = config.epochs } = this.#options;
    const saved = await checkpoints?.latest(trainingProgressSchema, (line) =>
      observer?.onNotice?.(line),
    );
    if (saved) this.#restore(saved);
    this.#callbacks = await this.#startCallbacks();
    const last = Math.min(untilEpoch, config.epochs);
    while (this.#epoch < last && !this.#outOfPatience()) {
      await this.#runEpoch();
      await this.#save();
    }
    if (this.#best.size > 0) this.#trainingStep.assign(this.#best);
    else if (config.emaMomentum !== undefined) {
      this.#trainingStep.assign(await this.#trainingStep.weights());
    }
    const seconds = this.#history.reduce((sum, epoch) => sum + epoch.seconds, 0);
    const end = {
      history: this.#history,
      stoppedEarly: this.#epoch < config.epochs,
      weightsOfEpoch: (config.restoreBest ? this.#bestEpoch()?.epoch : undefined) ?? this.#epoch,
    };
    // A tuning trial that pauses goes on later.
    if (!end.stoppedEarly || this.#outOfPatience()) await this.#callbacks?.end(end);
    return {
      ...end,
      seconds,
      examplesPerSecond: (train.length * this.#epoch) / seconds,
    };
  }

  #startCallbacks(): Promise<StartedCallbacks> | undefined {
    const { kinds, config, seed, task, train, team, observer, runDir } = this.#options;
    if (!kinds?.callbacks) return undefined;
    return StartedCallbacks.start(kinds.callbacks, {
      ...(runDir !== undefined && { runDir }),
      seed,
      config,
      task: task.form,
      trainExamples: train.length,
      stepsPerEpoch: this.#stepsPerEpoch,
      stepsDone: this.#step,
      workers: team?.workers ?? 1,
      notice: (line) => observer?.onNotice?.(line),
      weights: () => this.#trainingStep.weights(),
    });
  }

  async #runEpoch(): Promise<void> {
    const { train, shape, config, seed, observer, secondsBetweenCheckpoints = 30 } = this.#options;
    let lastTick = performance.now();
    let lastSave = lastTick;
    let lastPause = lastTick;
    const batchesLeft = trainingBatches(
      { train, shape, config, seed },
      { epoch: this.#epoch, from: this.#batch },
    );
    for await (const batch of batchesLeft) {
      await this.#trainOn(batch);
      const now = performance.now();
      this.#epochSeconds += (now - lastTick) / 1000;
      lastTick = now;
      observer?.onStep?.(this.#progress());
      if (now - lastSave > secondsBetweenCheckpoints * 1000 && this.#batch < this.#stepsPerEpoch) {
        await this.#save();
        lastSave = lastTick = performance.now();
      }
      // A loop that never rests would hear neither signals nor messages of other processes.
      if (now - lastPause > 50) {
        await nextTurn();
        lastPause = now;
      }
    }
    await this.#endEpoch();
  }

  async #trainOn(batch: Batch): Promise<void> {
    const { loss, gradientNorm, scores } = await this.#trainingStep.run(batch, {
      learningRate: this.#learningRate(),
      momentum: this.#course.momentum(this.#step, this.#steps),
      step: this.#step + 1,
    });
    if (!Number.isFinite(loss)) throw this.#diverged(`the loss became ${loss}`);
    if (!Number.isFinite(gradientNorm)) {
      throw this.#diverged(`the gradient's norm became ${gradientNorm}`);
    }
    this.#step++;
    // What is mixed has another loss than what is scored, the own targets.
    this.#epochScores.add(batch.targets, scores, batch.mixed ? undefined : loss);
    await this.#callbacks?.step({
      ...{ step: this.#step, epoch: this.#epoch + 1, loss, gradientNorm },
      learningRate: this.#learningRate(-1),
    });
  }

  #diverged(what: string, step = this.#step + 1): DivergedError {
    return new DivergedError(
      `${what} at step ${step} (epoch ${this.#epoch + 1}, learning rate ` +
        `${this.#learningRate()}); the last good checkpoint is kept; ` +
        `try a lower learning rate or gradient clipping`,
    );
  }

  async #endEpoch(): Promise<void> {
    const { observer } = this.#options;
    const validation = await this.#trainingStep.evaluated(() => this.#validate());
    const metrics: EpochMetrics = {
      epoch: this.#epoch + 1,
      step: this.#step,
      learningRate: this.#learningRate(-1),
      train: this.#epochScores.scores(),
      ...(validation && { validation }),
      seconds: this.#epochSeconds,
      examplesPerSecond: this.#examples / this.#epochSeconds,
    };
    this.#history = [...this.#history, metrics];
    if (this.#options.config.restoreBest && this.#bestEpoch() === metrics) {
      this.#best = await this.#trainingStep.weights();
    }
    this.#epochScores = this.#countFrom({});
    this.#epochSeconds = 0;
    await observer?.onEpoch?.(metrics, this.#history, () => this.#trainingStep.weights());
    await this.#callbacks?.epoch(metrics, this.#history);
  }

  async #validate(): Promise<EpochMetrics['validation']> {
    const { validation, config, shape, task, network, kinds, team } = this.#options;
    if (!validation) return undefined;
    const scorer = team ? await team.scorer() : scorerOf(network.logits, shape);
    const scores = await evaluate(scorer, validation, {
      batchSize: config.batchSize,
      shape,
      task,
      metrics: kinds?.metrics,
    });
    if (Number.isFinite(scores.loss)) return scores;
    throw this.#diverged(`the validation loss became ${scores.loss}`);
  }

  #bestEpoch(): EpochMetrics | undefined {
    return bestEpoch(this.#history, this.#bestBy);
  }

  #outOfPatience(): boolean {
    return isOutOfPatience(this.#history, this.#options.config.patience, this.#bestBy);
  }

  #learningRate(offset = 0): number {
    const { config } = this.#options;
    return config.optimizer.learningRate * this.#course.factor(this.#step + offset, this.#steps);
  }

  /** In the whole run. */
  get #steps(): number {
    return this.#stepsPerEpoch * this.#options.config.epochs;
  }

  #countFrom(from: MetricTotals): ScoreCounter {
    const { task, kinds } = this.#options;
    return new ScoreCounter(task, { own: kinds?.metrics, from });
  }

  #progress(): StepProgress {
    const { train, config } = this.#options;
    const examplesPerSecond = this.#examples / this.#epochSeconds;
    const examplesLeft = train.length * (config.epochs - this.#epoch) - this.#examples;
    const scores = this.#epochScores.scores();
    return {
      epoch: this.#epoch + 1,
      epochs: config.epochs,
      examples: this.#examples,
      trainExamples: train.length,
      loss: scores.loss,
      ...(scores.accuracy !== undefined && { accuracy: scores.accuracy }),
      scores,
      examplesPerSecond,
      secondsLeft: examplesLeft / examplesPerSecond,
    };
  }

  async #save(): Promise<void> {
    const { checkpoints } = this.#options;
    if (!checkpoints) return;
    const { weights, moments, averages, streams } = await this.#trainingStep.state();
    for (const [name, { values }] of weights) {
      // A gradient can go wrong behind a finite loss; what is saved is good all the same.
      if (!values.every(Number.isFinite)) {
        throw this.#diverged(`weights of "${name}" became NaN`, this.#step);
      }
    }
    const under = (prefix: string, arrays: ReadonlyMap<string, NamedArray>) =>
      [...arrays].map(([name, array]) => [`${prefix}/${name}`, array] as const);
    await checkpoints.save({
      step: this.#step,
      arrays: new Map([
        ...under('weights', weights),
        ...under('optimizer', moments),
        ...under('average', averages),
        ...under('best', this.#best),
      ]),
      progress: {
        totals: this.#epochScores.totals(),
        epochSeconds: this.#epochSeconds,
        dropout: streams,
        history: this.#history,
      },
    });
  }

  #restore({ step, arrays, progress }: Checkpoint<TrainingProgress>): void {
    const under = (prefix: string) =>
      new Map(
        [...arrays]
          .filter(([name]) => name.startsWith(`${prefix}/`))
          .map(([name, array]) => [name.slice(prefix.length + 1), array]),
      );
    this.#trainingStep.restore({
      weights: under('weights'),
      moments: under('optimizer'),
      averages: under('average'),
      streams: progress.dropout,
    });
    this.#best = under('best');
    this.#step = step;
    this.#history = progress.history;
    this.#epochSeconds = progress.epochSeconds;
    const { lossSum = 0, correct = 0 } = progress;
    this.#epochScores = this.#countFrom(
      progress.totals ?? {
        accuracy: [correct, this.#examples],
        loss: [lossSum, this.#examples],
      },
    );
  }
}
