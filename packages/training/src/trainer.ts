import { setImmediate as nextTurn } from 'node:timers/promises';
import { batches, type Dataset, epochOrder, type Split } from '@axiswise/data';
import type { RandomState } from '@axiswise/random';
import { type BuiltNetwork, type EmbeddingRows, type TokenEmbedding } from '@axiswise/layers';
import * as tf from '@tensorflow/tfjs';
import type { Checkpoint, CheckpointFolder, NamedArray } from '@axiswise/runs';
import { DivergedError } from './errors.ts';
import { InputError } from '@axiswise/messages';
import { argMax, evaluate, scorerOf, scoresOf } from './evaluate.ts';
import { clipByGlobalNorm, globalNorm } from './gradient-clipping.ts';
import {
  bestEpoch,
  type EpochMetrics,
  type StepProgress,
  type TrainingObserver,
} from './metrics.ts';
import { createOptimizer } from './optimizers/index.ts';
import type { Parameter, RowGradients, Table } from './optimizers/optimizer.ts';
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
  /** Tables of embeddings that are trained; a step touches some rows of each. */
  readonly #tables: readonly (Table & { readonly layer: TokenEmbedding })[];
  readonly #optimizer;
  readonly #stepsPerEpoch: number;
  #best = new Map<string, NamedArray>();

  /** Steps done since the beginning of the run. */
  #step = 0;
  #lossSum = 0;
  #correct = 0;
  #epochSeconds = 0;
  #history: readonly EpochMetrics[] = [];

  constructor(options: TrainOptions) {
    checkConfig(options.config);
    if (options.train.length === 0) throw new InputError('run', 'there is no training example');
    this.#options = options;
    this.#parameters = parametersOf(options.network.logits);
    this.#tables = options.network.tables
      .filter(({ trained }) => trained)
      .map(({ layer }) => ({
        name: `${layer.name}/table`,
        values: layer.table,
        width: layer.width,
        layer,
      }));
    this.#optimizer = createOptimizer(options.config.optimizer);
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
    if (this.#best.size > 0) this.#assign(this.#best);
    const seconds = this.#history.reduce((sum, epoch) => sum + epoch.seconds, 0);
    return {
      history: this.#history,
      stoppedEarly: this.#epoch < config.epochs,
      weightsOfEpoch: (config.restoreBest ? this.#bestEpoch()?.epoch : undefined) ?? this.#epoch,
      seconds,
      examplesPerSecond: (train.length * this.#epoch) / seconds,
    };
  }

  async #runEpoch(): Promise<void> {
    const { train, shape, config, seed, observer, secondsBetweenCheckpoints = 30 } = this.#options;
    const order = epochOrder(train.length, seed, this.#epoch);
    let lastTick = performance.now();
    let lastSave = lastTick;
    let lastPause = lastTick;
    const from = this.#batch * config.batchSize;
    const batchesLeft = batches(train, {
      batchSize: config.batchSize,
      exampleSize: tf.util.sizeFromShape([...shape]),
      order,
      from,
      augmentation: { seed, epoch: this.#epoch },
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
      // A loop that never rests would hear neither signals nor messages of other processes.
      if (now - lastPause > 50) {
        await nextTurn();
        lastPause = now;
      }
    }
    await this.#endEpoch();
  }

  #trainStep(inputs: Float32Array, labels: Int32Array): void {
    const { classes } = this.#options;
    const selected = this.#tables.map(({ layer }) => layer.selectRows(inputs));
    let step: { readonly loss: number; readonly norm: number; readonly scores: Float32Array };
    try {
      step = this.#update(inputs, labels, selected);
    } finally {
      for (const rows of selected) rows.dispose();
    }
    const { loss, norm, scores } = step;
    if (!Number.isFinite(loss)) throw this.#diverged(`the loss became ${loss}`);
    if (!Number.isFinite(norm)) throw this.#diverged(`the gradient's norm became ${norm}`);
    this.#step++;
    this.#lossSum += loss * labels.length;
    for (let i = 0; i < labels.length; i++) {
      if (argMax(scores.subarray(i * classes, (i + 1) * classes)) === labels[i]) this.#correct++;
    }
  }

  /** Changes everything that is trained by one batch, unless its loss or gradient is no number. */
  #update(
    inputs: Float32Array,
    labels: Int32Array,
    selected: readonly EmbeddingRows[],
  ): { loss: number; norm: number; scores: Float32Array } {
    const { shape, classes, config, network } = this.#options;
    const variables = [...this.#parameters, ...selected].map(({ variable }) => variable);
    let loss = NaN;
    let norm = 0;
    let scores!: Float32Array;
    tf.tidy(() => {
      const input = tf.tensor(inputs, [labels.length, ...shape]);
      const oneHot = tf.oneHot(tf.tensor1d(labels, 'int32'), classes);
      let logits!: tf.Tensor2D;
      const { value, grads } = tf.variableGrads(() => {
        logits = tf.keep(network.logits.apply(input, { training: true }) as tf.Tensor2D);
        return tf.losses.softmaxCrossEntropy(oneHot, logits) as tf.Scalar;
      }, variables);
      loss = value.dataSync()[0];
      scores = logits.dataSync<'float32'>();
      logits.dispose();
      // Checked before the update, so that weights and checkpoints stay as they last were good.
      if (!Number.isFinite(loss)) return;
      let gradients: readonly tf.Tensor[] = variables.map(({ name }) => grads[name]);
      if (config.clipNorm) {
        norm = globalNorm(gradients);
        if (!Number.isFinite(norm)) return;
        gradients = clipByGlobalNorm(gradients, norm, config.clipNorm);
      }
      const learningRate = this.#learningRate();
      const step = this.#step + 1;
      this.#optimizer.apply(this.#parameters, gradients, learningRate, step);
      this.#tables.forEach((table, i) => {
        const touched = touchedRows(selected[i], gradients[this.#parameters.length + i]);
        this.#optimizer.applyToRows(table, touched, learningRate, step);
      });
      network.constraints.forEach((constrain) => constrain());
    });
    return { loss, norm, scores };
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
      (await evaluate(scorerOf(network.logits, shape), validation, {
        batchSize: config.batchSize,
        shape,
        classes,
      }));
    if (scores && !Number.isFinite(scores.loss)) {
      throw this.#diverged(`the validation loss became ${scores.loss}`);
    }
    const metrics: EpochMetrics = {
      epoch: this.#epoch + 1,
      step: this.#step,
      learningRate: this.#learningRate(-1),
      train: { accuracy: this.#correct / this.#examples, loss: this.#lossSum / this.#examples },
      ...(scores && { validation: scoresOf(scores) }),
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
    if (!this.#options.config.restoreBest || this.#bestEpoch() !== metrics) return;
    this.#best = this.#weights();
  }

  /** A copy of everything that is trained. */
  #weights(): Map<string, NamedArray> {
    const weights = new Map<string, NamedArray>();
    for (const { name, variable } of this.#parameters) {
      const values = variable.dataSync<'float32'>().slice();
      weights.set(name, { shape: variable.shape, values });
    }
    for (const { name, values, width } of this.#tables) {
      weights.set(name, { shape: [values.length / width, width], values: values.slice() });
    }
    return weights;
  }

  #assign(weights: ReadonlyMap<string, NamedArray>): void {
    const of = (name: string): NamedArray => {
      const saved = weights.get(name);
      if (!saved) throw new InputError('run', `the checkpoint has no weights for "${name}"`);
      return saved;
    };
    for (const { name, variable } of this.#parameters) {
      const { shape, values } = of(name);
      tf.tidy(() => variable.assign(tf.tensor(values, [...shape])));
    }
    for (const { name, values } of this.#tables) values.set(of(name).values);
  }

  #bestEpoch(): EpochMetrics | undefined {
    return bestEpoch(this.#history, this.#options.config.bestBy);
  }

  #outOfPatience(): boolean {
    const { patience } = this.#options.config;
    const best = this.#bestEpoch();
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
    for (const [name, array] of this.#weights()) {
      // A gradient can go wrong behind a finite loss; what is saved is good all the same.
      if (!array.values.every(Number.isFinite)) {
        throw this.#diverged(`weights of "${name}" became NaN`, this.#step);
      }
      arrays.set(`weights/${name}`, array);
    }
    for (const [name, array] of this.#optimizer.saved()) arrays.set(`optimizer/${name}`, array);
    for (const [name, array] of this.#best) arrays.set(`best/${name}`, array);
    await checkpoints.save({
      step: this.#step,
      arrays,
      progress: {
        lossSum: this.#lossSum,
        correct: this.#correct,
        epochSeconds: this.#epochSeconds,
        dropout: Object.fromEntries(
          this.#options.network.randomLayers.map((layer) => [layer.name, layer.randomState]),
        ),
        history: this.#history,
      },
    });
  }

  #restore({ step, arrays, progress }: Checkpoint<TrainingProgress>): void {
    const under = (prefix: string) =>
      new Map(
        [...arrays]
          .filter(([name]) => name.startsWith(prefix))
          .map(([name, array]) => [name.slice(prefix.length), array]),
      );
    this.#assign(under('weights/'));
    this.#optimizer.restore(under('optimizer/'));
    this.#best = under('best/');
    for (const layer of this.#options.network.randomLayers) {
      layer.randomState = progress.dropout[layer.name];
    }
    this.#step = step;
    this.#lossSum = progress.lossSum;
    this.#correct = progress.correct;
    this.#epochSeconds = progress.epochSeconds;
    this.#history = progress.history;
  }

  dispose(): void {
    this.#optimizer.dispose();
  }
}

/** The gradients of the rows that a step touched, but for the padding's, which stays zero. */
function touchedRows({ rows }: EmbeddingRows, gradient: tf.Tensor): RowGradients {
  const values = gradient.dataSync<'float32'>();
  const padding = rows.indexOf(0);
  if (padding === -1) return { rows, gradients: values };
  const width = values.length / rows.length;
  const gradients = new Float32Array(values.length - width);
  gradients.set(values.subarray(0, padding * width));
  gradients.set(values.subarray((padding + 1) * width), padding * width);
  return { rows: rows.filter((row) => row !== 0), gradients };
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
