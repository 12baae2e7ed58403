import { copyFromTensor, copyToTensor, tensorOf } from '@axiswise/backend/copy-tensor';
import { readScalar, readTensor } from '@axiswise/backend/read-tensor';
import type { Batch } from '@axiswise/data';
import type { BatchPart, TrainableNetwork, TokenEmbedding } from '@axiswise/layers';
import { InputError } from '@axiswise/messages';
import type { RandomState } from '@axiswise/random';
import type { NamedArray } from '@axiswise/runs';
import * as tf from '@axiswise/tensorflow';
import type { Parameter, Table } from '../optimizers/slots.ts';
import type { Task } from '../tasks/task.ts';

/** The gradients of a batch, or of a part of one. The tensors are the holder's to dispose. */
export interface Gradients {
  /** In the order of the network's parameters. */
  readonly parameters: readonly tf.Tensor[];
  /** In the order of its trained tables: the rows that occur, and their gradients `[rows, width]`. */
  readonly tables: readonly { readonly rows: Int32Array; readonly gradient: tf.Tensor }[];
}

export const disposeGradients = ({ parameters, tables }: Gradients): void =>
  tf.dispose([...parameters, ...tables.map(({ gradient }) => gradient)]);

/** What the gradients of a part of a batch come with. */
export interface PartOutcome {
  /** The part's share of the batch's mean loss: shares add up to it. */
  readonly loss: number;
  /** Outputs for the part's examples: logits. */
  readonly scores: Float32Array;
  readonly gradients: Gradients;
}

/** Which part of a batch some examples are. */
export interface LossPart extends BatchPart {
  /** What all examples of the batch weigh in its mean loss, by {@link weightOf}. */
  readonly batchWeight: number;
}

/** What the examples of a batch weigh in its mean loss; those that are mixed in by their share. */
export function weightOf(task: Task, { targets, mixed }: Pick<Batch, 'targets' | 'mixed'>): number {
  const weight = task.weight(targets);
  if (!mixed) return weight;
  return (1 - mixed.share) * weight + mixed.share * task.weight(mixed.targets);
}

/** One copy of a network that is trained: computes gradients, and holds what they change. */
export class NetworkReplica {
  readonly #network: TrainableNetwork;
  readonly #shape: readonly number[];
  readonly #task: Task;
  readonly parameters: readonly Parameter[];
  /** What follows the batches without being trained: the moving means of batch normalisation. */
  readonly statistics: readonly Parameter[];
  /** Tables of embeddings that are trained; a step touches some rows of each. */
  readonly tables: readonly (Table & { readonly layer: TokenEmbedding })[];

  constructor(options: {
    readonly network: TrainableNetwork;
    readonly shape: readonly number[];
    readonly task: Task;
  }) {
    const { network } = options;
    this.#network = network;
    this.#shape = options.shape;
    this.#task = options.task;
    this.parameters = parametersOf(network.logits);
    this.statistics = network.statisticsLayers.flatMap((layer) =>
      Object.entries(layer.statistics).map(([name, variable]) => ({
        name: `${layer.name}/${name}`,
        variable,
      })),
    );
    this.tables = network.tables
      .filter(({ trained }) => trained)
      .map(({ layer }) => ({
        name: `${layer.name}/table`,
        get values() {
          return layer.table;
        },
        width: layer.width,
        layer,
      }));
  }

  /**
   * Computes loss, scores and gradients; changes nothing but the streams of dropout. The statistics of the
   * batch wait for {@link keepStatistics}.
   *
   * @param part which examples these are, where they are a part of a batch.
   */
  async gradients(batch: Batch, part?: LossPart): Promise<PartOutcome> {
    const { examples, inputs } = batch;
    const selected = this.tables.map(({ layer }) => layer.selectRows(inputs));
    const variables = [...this.parameters, ...selected].map(({ variable }) => variable);
    let computed: { loss: tf.Scalar; logits: tf.Tensor; gradients: tf.Tensor[] };
    const { randomLayers, statisticsLayers } = this.#network;
    for (const layer of [...randomLayers, ...statisticsLayers]) layer.part = part;
    try {
      computed = tf.tidy(() => {
        const input = tensorOf(inputs, [examples, ...this.#shape]);
        let logits!: tf.Tensor;
        const { value, grads } = tf.variableGrads(() => {
          logits = tf.keep(this.#network.logits.apply(input, { training: true }) as tf.Tensor);
          return this.#loss(logits, batch, part);
        }, variables);
        return { loss: value, logits, gradients: variables.map(({ name }) => grads[name]) };
      });
    } finally {
      for (const rows of selected) rows.dispose();
    }
    const { loss, logits, gradients } = computed;
    try {
      return {
        loss: await readScalar(loss),
        scores: await readTensor(logits),
        gradients: {
          parameters: gradients.slice(0, this.parameters.length),
          tables: selected.map(({ rows }, i) => ({
            rows,
            gradient: gradients[this.parameters.length + i],
          })),
        },
      };
    } finally {
      tf.dispose([loss, logits]);
    }
  }

  /** The share of some examples in the mean loss of their batch; to be called within `tf.tidy`. */
  #loss(logits: tf.Tensor, batch: Batch, part: LossPart | undefined): tf.Scalar {
    const task = this.#task;
    const { targets, mixed } = batch;
    const mean = task.loss(tf, logits, task.targets(tf, targets));
    if (!part && !mixed) return mean;
    // A batch whose labels an augmentation took away has the loss 0, as its parts.
    const whole = (part?.batchWeight ?? weightOf(task, batch)) || 1;
    const own = (mixed ? 1 - mixed.share : 1) * task.weight(targets);
    if (!mixed) return tf.mul(mean, own / whole);
    const others = mixed.share * task.weight(mixed.targets);
    const meanOfOthers = task.loss(tf, logits, task.targets(tf, mixed.targets));
    return tf.add(tf.mul(mean, own / whole), tf.mul(meanOfOthers, others / whole));
  }

  /** Numbers that one network needs to know of another one, besides its tables. */
  get #shared(): readonly Parameter[] {
    return [...this.parameters, ...this.statistics];
  }

  /** How many numbers {@link writeParameters} writes. */
  get sharedSize(): number {
    return this.#shared.reduce((sum, { variable }) => sum + variable.size, 0);
  }

  /** Writes all parameters, one after another, then all statistics. */
  async writeParameters(to: Float32Array): Promise<void> {
    let at = 0;
    for (const { variable } of this.#shared) {
      await copyFromTensor(variable, to.subarray(at));
      at += variable.size;
    }
  }

  /** Takes what {@link writeParameters} writes. */
  readParameters(from: Float32Array): void {
    let at = 0;
    for (const { variable } of this.#shared) {
      const values = from.subarray(at, (at += variable.size));
      tf.tidy(() => variable.assign(copyToTensor(values, variable.shape)));
    }
  }

  /** The tables of embeddings, those that are not trained too. */
  get allTables(): readonly Float32Array[] {
    return this.#network.tables.map(({ layer }) => layer.table);
  }

  /** Keeps {@link allTables} elsewhere from now on; what lies there is not changed. */
  moveTables(memory: readonly Float32Array[]): void {
    this.#network.tables.forEach(({ layer }, i) => (layer.table = memory[i]));
  }

  /** Lets the statistics of the last batch change the moving ones. */
  keepStatistics(): void {
    for (const layer of this.#network.statisticsLayers) layer.keepStatistics();
  }

  /** To be called after every update of the weights. */
  constrain(): void {
    this.#network.constraints.forEach((constrain) => constrain());
  }

  /** Where the random streams of dropout are, by layer. */
  get streams(): Readonly<Record<string, RandomState>> {
    return Object.fromEntries(
      this.#network.randomLayers.map(({ name, randomState }) => [name, randomState]),
    );
  }

  set streams(streams: Readonly<Record<string, RandomState>>) {
    for (const layer of this.#network.randomLayers) layer.randomState = streams[layer.name];
  }

  async weights(): Promise<Map<string, NamedArray>> {
    const weights = new Map<string, NamedArray>();
    for (const { name, variable } of this.#shared) {
      // Copied, because an engine may hand over the very numbers that it works on.
      weights.set(name, { shape: variable.shape, values: (await readTensor(variable)).slice() });
    }
    for (const { name, values, width } of this.tables) {
      weights.set(name, { shape: [values.length / width, width], values: values.slice() });
    }
    return weights;
  }

  /** @throws InputError where an array is missing. */
  assign(weights: ReadonlyMap<string, NamedArray>): void {
    const of = (name: string): NamedArray => {
      const saved = weights.get(name);
      if (!saved) throw new InputError('run', `the checkpoint has no weights for "${name}"`);
      return saved;
    };
    for (const { name, variable } of this.#shared) {
      const { shape, values } = of(name);
      tf.tidy(() => variable.assign(tf.tensor(values, [...shape])));
    }
    for (const { name, values } of this.tables) values.set(of(name).values);
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
