import { batches, type Dataset, epochOrder, type RandomState, type Split } from '@axiswise/data';
import { type BuiltNetwork, SeededDropout } from '@axiswise/layers';
import * as tf from '@tensorflow/tfjs';
import type { Checkpoint, CheckpointFolder } from './checkpoints.ts';
import { DivergedError, RunError } from './errors.ts';
import { argMax, evaluate } from './evaluate.ts';
import { clipByGlobalNorm, globalNorm } from './gradient-clipping.ts';
import {
  bestEpoch,
  type EpochMetrics,
  type StepProgress,
  type TrainingObserver,
} from './metrics.ts';
import { createOptimizer, type Parameter } from './optimizers/index.ts';
import type { NamedArray } from './safetensors.ts';
import { scheduleFactor } from './schedule.ts';
import { checkConfig, type TrainingConfig } from './training-config.ts';

export interface TrainOptions {
  readonly network: BuiltNetwork;
  readonly train: Split;
  readonly validation?: Split;
  readonly shape: Dataset['shape'];
  readonly classes: number;
  readonly seed: number;
  readonly config: TrainingConfig;
  readonly observer?: TrainingObserver;
  /** Where to save and whence to continue; without it nothing is written. */
  readonly checkpoints?: CheckpointFolder<TrainingProgress>;
  /** Besides one at the end of each epoch; they do not change what is learned. */
  readonly secondsBetweenCheckpoints?: number;
}

export interface TrainingResult {
  readonly history: readonly EpochMetrics[];
  /** Why training ended before the last epoch, if it did. */
  readonly stoppedEarly: boolean;
  /** The epoch whose weights the network has now. */
  readonly weightsOfEpoch: number;
  readonly seconds: number;
  readonly examplesPerSecond: number;
}

/** What a checkpoint holds besides its step and arrays; all else follows from these. */
export interface TrainingProgress {
  /** Of the epoch that is going on, over the examples seen. */
  readonly lossSum: number;
  readonly correct: number;
  readonly epochSeconds: number;
  readonly dropout: Readonly<Record<string, RandomState>>;
  /** The epochs done. */
  readonly history: readonly EpochMetrics[];
}

/**
 * Trains a network: the one training loop of the project.
 *
 * Same seed, backend and thread count give the same weights to the last bit, also when training is
 * killed at any moment and continued from its checkpoints: the order of examples follows from seed
 * and epoch, dropout's streams and the optimizer's moments are saved, and nothing depends on time.
 *
 * @throws DivergedError when the loss is no longer a finite number; the last checkpoint is kept.
 */
export async function train(options: TrainOptions): Promise<TrainingResult> {
  const run = new TrainingRun(options);
  try {
    return await run.toTheEnd();
  } finally {
    run.dispose();
  }
}

class TrainingRun {
  readonly #options: TrainOptions;
  readonly #parameters: readonly Parameter[];
  readonly #optimizer;
  readonly #dropouts: readonly SeededDropout[];
  readonly #stepsPerEpoch: number;
  readonly #best = new Map<string, tf.Tensor>();

  /** Steps done since the beginning of the run. */
  #step = 0;
  #lossSum = 0;
  #correct = 0;
  #epochSeconds = 0;
  #history: readonly EpochMetrics[] = [];

  constructor(options: TrainOptions) {
    checkConfig(options.config);
    if (options.train.length === 0) throw new RunError('there is no training example');
    this.#options = options;
    this.#parameters = parametersOf(options.network.logits);
    this.#optimizer = createOptimizer(options.config.optimizer);
    this.#dropouts = options.network.model.layers.filter(
      (layer): layer is SeededDropout => layer instanceof SeededDropout,
    );
    this.#stepsPerEpoch = Math.ceil(options.train.length / options.config.batchSize);
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
    const { checkpoints, config, train } = this.#options;
    const saved = await checkpoints?.latest();
    if (saved) this.#restore(saved);
    while (this.#epoch < config.epochs && !this.#outOfPatience()) {
      await this.#runEpoch();
      await this.#save();
    }
    if (this.#best.size > 0) {
      for (const { name, variable } of this.#parameters) variable.assign(this.#best.get(name)!);
    }
    const seconds = this.#history.reduce((sum, epoch) => sum + epoch.seconds, 0);
    return {
      history: this.#history,
      stoppedEarly: this.#epoch < config.epochs,
      weightsOfEpoch:
        (config.restoreBest ? bestEpoch(this.#history)?.epoch : undefined) ?? this.#epoch,
      seconds,
      examplesPerSecond: (train.length * this.#epoch) / seconds,
    };
  }

  async #runEpoch(): Promise<void> {
    const { train, shape, config, seed, observer, secondsBetweenCheckpoints = 30 } = this.#options;
    const order = epochOrder(train.length, seed, this.#epoch);
    let lastTick = performance.now();
    let lastSave = lastTick;
    const from = this.#batch * config.batchSize;
    const batchesLeft = batches(train, {
      batchSize: config.batchSize,
      exampleSize: tf.util.sizeFromShape([...shape]),
      order,
      from,
      pass: { seed, epoch: this.#epoch },
    });
    for await (const { inputs, labels } of batchesLeft) {
      this.#trainStep(inputs, labels);
      const now = performance.now();
      this.#epochSeconds += (now - lastTick) / 1000;
      lastTick = now;
      observer?.onStep?.(this.#progress());
      if (now - lastSave > secondsBetweenCheckpoints * 1000 && this.#batch < this.#stepsPerEpoch) {
        await this.#save();
        lastSave = lastTick = performance.now();
      }
    }
    await this.#endEpoch();
  }

  #trainStep(inputs: Float32Array, labels: Int32Array): void {
    const { shape, classes, config, network } = this.#options;
    const learningRate = this.#learningRate();
    let loss = NaN;
    let norm = 0;
    let scores!: Float32Array;
    tf.tidy(() => {
      const input = tf.tensor(inputs, [labels.length, ...shape]);
      const oneHot = tf.oneHot(tf.tensor1d(labels, 'int32'), classes);
      let logits!: tf.Tensor2D;
      const { value, grads } = tf.variableGrads(
        () => {
          logits = tf.keep(network.logits.apply(input, { training: true }) as tf.Tensor2D);
          return tf.losses.softmaxCrossEntropy(oneHot, logits) as tf.Scalar;
        },
        this.#parameters.map(({ variable }) => variable),
      );
      loss = value.dataSync()[0];
      scores = logits.dataSync<'float32'>();
      logits.dispose();
      // Checked before the update, so that weights and checkpoints stay as they last were good.
      if (!Number.isFinite(loss)) return;
      let gradients: readonly tf.Tensor[] = this.#parameters.map(
        ({ variable }) => grads[variable.name],
      );
      if (config.clipNorm) {
        norm = globalNorm(gradients);
        if (!Number.isFinite(norm)) return;
        gradients = clipByGlobalNorm(gradients, norm, config.clipNorm);
      }
      this.#optimizer.apply(this.#parameters, gradients, learningRate, this.#step + 1);
    });
    if (!Number.isFinite(loss)) throw this.#diverged(`the loss became ${loss}`);
    if (!Number.isFinite(norm)) throw this.#diverged(`the gradient's norm became ${norm}`);
    this.#step++;
    this.#lossSum += loss * labels.length;
    for (let i = 0; i < labels.length; i++) {
      if (argMax(scores.subarray(i * classes, (i + 1) * classes)) === labels[i]) this.#correct++;
    }
  }

  #diverged(what: string, step = this.#step + 1): DivergedError {
    return new DivergedError(
      `${what} at step ${step} (epoch ${this.#epoch + 1}, learning rate ` +
        `${this.#learningRate()}); the last good checkpoint is kept; ` +
        `try a lower learning rate or gradient clipping`,
    );
  }

  async #endEpoch(): Promise<void> {
    const { validation, config, shape, classes, network, observer } = this.#options;
    const scores =
      validation &&
      (await evaluate(network.logits, validation, { batchSize: config.batchSize, shape, classes }));
    if (scores && !Number.isFinite(scores.loss)) {
      throw this.#diverged(`the validation loss became ${scores.loss}`);
    }
    const metrics: EpochMetrics = {
      epoch: this.#epoch + 1,
      step: this.#step,
      learningRate: this.#learningRate(-1),
      train: { accuracy: this.#correct / this.#examples, loss: this.#lossSum / this.#examples },
      ...(scores && { validation: { accuracy: scores.accuracy, loss: scores.loss } }),
      seconds: this.#epochSeconds,
      examplesPerSecond: this.#examples / this.#epochSeconds,
    };
    this.#history = [...this.#history, metrics];
    this.#rememberBest(metrics);
    this.#lossSum = 0;
    this.#correct = 0;
    this.#epochSeconds = 0;
    await observer?.onEpoch?.(metrics, this.#history);
  }

  #rememberBest(metrics: EpochMetrics): void {
    if (!this.#options.config.restoreBest || bestEpoch(this.#history) !== metrics) return;
    for (const { name, variable } of this.#parameters) {
      this.#best.get(name)?.dispose();
      this.#best.set(name, variable.clone());
    }
  }

  #outOfPatience(): boolean {
    const { patience } = this.#options.config;
    const best = bestEpoch(this.#history);
    return patience !== undefined && best !== undefined && this.#epoch - best.epoch >= patience;
  }

  #learningRate(offset = 0): number {
    const { config } = this.#options;
    const steps = this.#stepsPerEpoch * config.epochs;
    const factor = scheduleFactor(
      config.schedule ?? { kind: 'constant' },
      this.#step + offset,
      steps,
    );
    return config.optimizer.learningRate * factor;
  }

  #progress(): StepProgress {
    const { train, config } = this.#options;
    const examplesPerSecond = this.#examples / this.#epochSeconds;
    const examplesLeft = train.length * (config.epochs - this.#epoch) - this.#examples;
    return {
      epoch: this.#epoch + 1,
      epochs: config.epochs,
      examples: this.#examples,
      trainExamples: train.length,
      loss: this.#lossSum / this.#examples,
      accuracy: this.#correct / this.#examples,
      examplesPerSecond,
      secondsLeft: examplesLeft / examplesPerSecond,
    };
  }

  async #save(): Promise<void> {
    const { checkpoints } = this.#options;
    if (!checkpoints) return;
    const arrays = new Map<string, NamedArray>();
    const add = (name: string, tensor: tf.Tensor) =>
      arrays.set(name, { shape: tensor.shape, values: tensor.dataSync<'float32'>() });
    for (const { name, variable } of this.#parameters) {
      const values = variable.dataSync<'float32'>();
      // A gradient can go wrong behind a finite loss; what is saved is good all the same.
      if (!values.every(Number.isFinite)) {
        throw this.#diverged(`weights of "${name}" became NaN`, this.#step);
      }
      arrays.set(`weights/${name}`, { shape: variable.shape, values });
    }
    for (const [name, tensor] of this.#optimizer.slots) add(`optimizer/${name}`, tensor);
    for (const [name, tensor] of this.#best) add(`best/${name}`, tensor);
    await checkpoints.save({
      step: this.#step,
      arrays,
      progress: {
        lossSum: this.#lossSum,
        correct: this.#correct,
        epochSeconds: this.#epochSeconds,
        dropout: Object.fromEntries(this.#dropouts.map((layer) => [layer.name, layer.randomState])),
        history: this.#history,
      },
    });
  }

  #restore({ step, arrays, progress }: Checkpoint<TrainingProgress>): void {
    const under = (prefix: string) =>
      new Map(
        [...arrays]
          .filter(([name]) => name.startsWith(prefix))
          .map(([name, { shape, values }]) => [
            name.slice(prefix.length),
            tf.tensor(values, [...shape]),
          ]),
      );
    const weights = under('weights/');
    const slots = under('optimizer/');
    for (const { name, variable } of this.#parameters) {
      const saved = weights.get(name);
      if (!saved) throw new RunError(`the checkpoint has no weights for "${name}"`);
      variable.assign(saved);
    }
    this.#optimizer.restore(slots);
    tf.dispose([...weights.values(), ...slots.values()]);
    for (const [name, tensor] of under('best/')) this.#best.set(name, tensor);
    for (const layer of this.#dropouts) layer.randomState = progress.dropout[layer.name];
    this.#step = step;
    this.#lossSum = progress.lossSum;
    this.#correct = progress.correct;
    this.#epochSeconds = progress.epochSeconds;
    this.#history = progress.history;
  }

  dispose(): void {
    this.#optimizer.dispose();
    for (const tensor of this.#best.values()) tensor.dispose();
  }
}

/** The trainable arrays of a model, named by layer: TensorFlow.js renames its own as models come. */
function parametersOf(model: tf.LayersModel): Parameter[] {
  return model.layers.flatMap((layer) =>
    layer.trainableWeights.map((weight) => ({
      name: `${layer.name}/${weight.originalName.split('/').pop()}`,
      variable: weight.read() as tf.Variable,
    })),
  );
}
