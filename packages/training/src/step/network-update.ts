import { copyFromTensor } from '@axiswise/backend/copy-tensor';
import type { EmbeddingRows } from '@axiswise/layers';
import type { NamedArray } from '@axiswise/runs';
import * as tf from '@axiswise/tensorflow';
import type { Optimizer, RowGradients, UpdateTime } from '../optimizers/optimizer.ts';
import { ReusedFloats } from '../reused-floats.ts';
import { clipByGlobalNorm, globalNorm } from './gradient-clipping.ts';
import type { Gradients, NetworkReplica } from './network-replica.ts';
import type { StepState } from './training-step.ts';
import type { WeightAverage } from './weight-average.ts';

/**
 * Changes a network by gradients of whole batches: clips them, applies the optimizer, and averages weights where
 * that is asked for.
 */
export class NetworkUpdate {
  readonly #replica: NetworkReplica;
  readonly #optimizer: Optimizer;
  readonly #clipNorm: number | undefined;
  readonly #average: WeightAverage | undefined;
  readonly #rows = new ReusedFloats();

  /** @param options.optimizer, `options.average`: are disposed with this. */
  constructor(
    replica: NetworkReplica,
    options: {
      readonly optimizer: Optimizer;
      readonly clipNorm?: number | undefined;
      readonly average?: WeightAverage | undefined;
    },
  ) {
    this.#replica = replica;
    this.#optimizer = options.optimizer;
    this.#clipNorm = options.clipNorm;
    this.#average = options.average;
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
    this.#optimizer.apply(this.#replica.parameters, clipped.slice(0, parameters.length), time);
    for (const [i, table] of this.#replica.tables.entries()) {
      const touched = await this.#touchedRows(tables[i].rows, clipped[parameters.length + i]);
      await this.#optimizer.applyToRows(table, touched, time);
    }
    this.#replica.keepStatistics();
    this.#replica.constrain();
    this.#average?.add(time.step);
    if (clipped[0] !== all[0]) tf.dispose(clipped);
    return norm;
  }

  /** The gradients of the rows that a step touched, but for the padding's, which stays zero. */
  async #touchedRows(rows: EmbeddingRows['rows'], gradient: tf.Tensor): Promise<RowGradients> {
    const gradients = this.#rows.take(gradient.size);
    await copyFromTensor(gradient, gradients);
    const padding = rows.indexOf(0);
    if (padding === -1) return { rows, gradients };
    const width = gradients.length / rows.length;
    gradients.copyWithin(padding * width, (padding + 1) * width);
    return {
      rows: rows.filter((row) => row !== 0),
      gradients: gradients.subarray(0, gradients.length - width),
    };
  }

  async state(): Promise<StepState> {
    const { streams } = this.#replica;
    const weights = await this.#replica.weights();
    const averages = (await this.#average?.saved()) ?? new Map<string, NamedArray>();
    return { weights, moments: await this.#optimizer.saved(), averages, streams };
  }

  /** A copy of the weights that are validated: the averages, where there are some. */
  weights(): Promise<Map<string, NamedArray>> {
    return this.#average?.weights() ?? this.#replica.weights();
  }

  /** Works while the network has {@link weights}; afterwards it has those that are trained, to the bit. */
  async evaluated<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#average) return work();
    const trained = await this.#replica.weights();
    this.#replica.assign(await this.#average.weights());
    try {
      return await work();
    } finally {
      this.#replica.assign(trained);
    }
  }

  restore({ weights, moments, averages, streams }: StepState): void {
    this.#replica.assign(weights);
    this.#optimizer.restore(moments);
    this.#average?.restore(averages);
    this.#replica.streams = streams;
  }

  dispose(): void {
    this.#optimizer.dispose();
    this.#average?.dispose();
  }
}
