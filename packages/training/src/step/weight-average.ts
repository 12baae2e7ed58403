import type { NamedArray } from '@axiswise/runs';
import * as tf from '@axiswise/tensorflow';
import { Slots } from '../optimizers/slots.ts';
import type { NetworkReplica } from './network-replica.ts';

const slot = 'average';

/**
 * The exponential moving average of what is trained: `a = μ·a + (1 − μ)·w` after each step, and `w` itself after the
 * first (as Keras' `use_ema` and PyTorch's `AveragedModel` with `get_ema_multi_avg_fn`; Polyak and Juditsky
 * 1992). The moving means of batch normalisation are averages already, and stay as they are.
 */
export class WeightAverage {
  readonly #replica: NetworkReplica;
  readonly #momentum: number;
  readonly #slots = new Slots();

  constructor(replica: NetworkReplica, momentum: number) {
    this.#replica = replica;
    this.#momentum = momentum;
  }

  /** @param step whose weights are there now, counted from 1. */
  add(step: number): void {
    const kept = step === 1 ? 0 : this.#momentum;
    for (const parameter of this.#replica.parameters) {
      const average = this.#slots.of(parameter, slot);
      tf.tidy(() =>
        average.assign(tf.add(tf.mul(average, kept), tf.mul(parameter.variable, 1 - kept))),
      );
    }
    for (const table of this.#replica.tables) {
      const average = this.#slots.ofRows(table, slot, table.width);
      const { values } = table;
      for (let i = 0; i < values.length; i++) {
        average[i] = kept * average[i] + (1 - kept) * values[i];
      }
    }
  }

  /** All that a network has to know to compute with the averages, under the names of its weights. */
  async weights(): Promise<Map<string, NamedArray>> {
    const weights = await this.#replica.weights();
    for (const [key, array] of await this.#slots.saved()) {
      const name = key.slice(0, -`/${slot}`.length);
      weights.set(name, { shape: weights.get(name)!.shape, values: array.values.slice() });
    }
    return weights;
  }

  saved(): Promise<Map<string, NamedArray>> {
    return this.#slots.saved();
  }

  restore(saved: ReadonlyMap<string, NamedArray>): void {
    this.#slots.restore(saved);
  }

  dispose(): void {
    this.#slots.dispose();
  }
}
