import { readScalar, readTensor } from '@axiswise/backend/read-tensor';
import type { Batch } from '@axiswise/data';
import type { BuiltNetwork, EmbeddingRows, TokenEmbedding } from '@axiswise/layers';
import { InputError } from '@axiswise/messages';
import type { RandomState } from '@axiswise/random';
import type { NamedArray } from '@axiswise/runs';
import * as tf from '@tensorflow/tfjs';
import type { Optimizer, RowGradients, UpdateTime } from '../optimizers/optimizer.ts';
import type { Parameter, Table } from '../optimizers/slots.ts';
import { clipByGlobalNorm, globalNorm } from './gradient-clipping.ts';
import type { StepState } from './training-step.ts';

/** The gradients of a batch, or of a part of one. The tensors are the holder's to dispose. */
export interface Gradients {
  /** In the order of the network's parameters. */
  readonly parameters: readonly tf.Tensor[];
  /** In the order of its trained tables: the rows that occur, and their gradients `[rows, width]`. */
  readonly tables: readonly { readonly rows: Int32Array; readonly gradient: tf.Tensor }[];
}

/** What the gradients of a part of a batch come with. */
export interface PartOutcome {
  /** The part's share of the batch's mean loss: shares add up to it. */
  readonly loss: number;
  /** Logits of the part's examples. */
  readonly scores: Float32Array;
  readonly gradients: Gradients;
}

/**
 * One copy of a network with what trains it: computes gradients of examples, and applies gradients.
 */
export class NetworkReplica {
  readonly #network: BuiltNetwork;
  readonly #shape: readonly number[];
  readonly #classes: number;
  readonly #optimizer: Optimizer;
  readonly #clipNorm: number | undefined;
  readonly #parameters: readonly Parameter[];
  /** Tables of embeddings that are trained; a step touches some rows of each. */
  readonly #tables: readonly (Table & { readonly layer: TokenEmbedding })[];

  /** @param options.optimizer is disposed with the replica. */
  constructor(options: {
    readonly network: BuiltNetwork;
    readonly shape: readonly number[];
    readonly classes: number;
    readonly optimizer: Optimizer;
    readonly clipNorm?: number | undefined;
  }) {
    const { network } = options;
    this.#network = network;
    this.#shape = options.shape;
    this.#classes = options.classes;
    this.#optimizer = options.optimizer;
    this.#clipNorm = options.clipNorm;
    this.#parameters = parametersOf(network.logits);
    this.#tables = network.tables
      .filter(({ trained }) => trained)
      .map(({ layer }) => ({
        name: `${layer.name}/table`,
        values: layer.table,
        width: layer.width,
        layer,
      }));
  }

  /**
   * Computes loss, scores and gradients; changes nothing but the streams of dropout.
   *
   * @param batchExamples examples of the whole batch, where `part` is a part of it.
   */
  async gradients(
    { inputs, labels }: Batch,
    batchExamples: number = labels.length,
  ): Promise<PartOutcome> {
    const selected = this.#tables.map(({ layer }) => layer.selectRows(inputs));
    const variables = [...this.#parameters, ...selected].map(({ variable }) => variable);
    let computed: { loss: tf.Scalar; logits: tf.Tensor2D; gradients: tf.Tensor[] };
    try {
      computed = tf.tidy(() => {
        const input = tf.tensor(inputs, [labels.length, ...this.#shape]);
        const oneHot = tf.oneHot(tf.tensor1d(labels, 'int32'), this.#classes);
        let logits!: tf.Tensor2D;
        const { value, grads } = tf.variableGrads(() => {
          logits = tf.keep(this.#network.logits.apply(input, { training: true }) as tf.Tensor2D);
          const mean = tf.losses.softmaxCrossEntropy(oneHot, logits) as tf.Scalar;
          return labels.length === batchExamples
            ? mean
            : tf.mul(mean, labels.length / batchExamples);
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
          parameters: gradients.slice(0, this.#parameters.length),
          tables: selected.map(({ rows }, i) => ({
            rows,
            gradient: gradients[this.#parameters.length + i],
          })),
        },
      };
    } finally {
      tf.dispose([loss, logits]);
    }
  }

  /**
   * Changes everything that is trained, unless the gradients' norm is not finite.
   *
   * @returns the gradients' common norm, where they are to be clipped by it; else 0.
   */
  async apply({ parameters, tables }: Gradients, time: UpdateTime): Promise<number> {
    const all = [...parameters, ...tables.map(({ gradient }) => gradient)];
    const norm = this.#clipNorm ? await globalNorm(all) : 0;
    if (!Number.isFinite(norm)) return norm;
    const clipped = this.#clipNorm
      ? tf.tidy(() => [...clipByGlobalNorm(all, norm, this.#clipNorm!)])
      : all;
    this.#optimizer.apply(this.#parameters, clipped.slice(0, parameters.length), time);
    for (const [i, table] of this.#tables.entries()) {
      const touched = await touchedRows(tables[i].rows, clipped[parameters.length + i]);
      await this.#optimizer.applyToRows(table, touched, time);
    }
    this.#network.constraints.forEach((constrain) => constrain());
    if (clipped[0] !== all[0]) tf.dispose(clipped);
    return norm;
  }

  async weights(): Promise<Map<string, NamedArray>> {
    const weights = new Map<string, NamedArray>();
    for (const { name, variable } of this.#parameters) {
      // Copied, because an engine may hand over the very numbers that it works on.
      weights.set(name, { shape: variable.shape, values: (await readTensor(variable)).slice() });
    }
    for (const { name, values, width } of this.#tables) {
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
    for (const { name, variable } of this.#parameters) {
      const { shape, values } = of(name);
      tf.tidy(() => variable.assign(tf.tensor(values, [...shape])));
    }
    for (const { name, values } of this.#tables) values.set(of(name).values);
  }

  async state(): Promise<StepState> {
    const streams: Record<string, RandomState> = {};
    for (const { name, randomState } of this.#network.randomLayers) streams[name] = randomState;
    return { weights: await this.weights(), moments: await this.#optimizer.saved(), streams };
  }

  restore({ weights, moments, streams }: StepState): void {
    this.assign(weights);
    this.#optimizer.restore(moments);
    for (const layer of this.#network.randomLayers) layer.randomState = streams[layer.name];
  }

  dispose(): void {
    this.#optimizer.dispose();
  }
}

/** The gradients of the rows that a step touched, but for the padding's, which stays zero. */
async function touchedRows(
  rows: EmbeddingRows['rows'],
  gradient: tf.Tensor,
): Promise<RowGradients> {
  const values = await readTensor(gradient);
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
