import * as tf from '@axiswise/tensorflow';
import type { Objective } from './objective.ts';
import type { Signal } from '@axiswise/layers';
import type { VisibleNetwork } from './visible-network.ts';

/**
 * The fraction of a silent unit's gradient that passes a rectifier. Without it, a unit whose
 * rectifier gives zero everywhere would have no gradient.
 */
const leak = 0.01;

/**
 * Objectives of a batch, one per example: the weights of all units of a layer, and of the norms.
 */
export class CompiledObjectives {
  readonly layers: ReadonlyMap<string, tf.Tensor>;
  /** Coefficients of the L1 norm, per example. */
  readonly l1: Float32Array;
  readonly #l2: Float32Array;
  readonly #variation: Float32Array;
  readonly #blank: number;

  constructor(network: VisibleNetwork, objectives: readonly Objective[], blank: number) {
    const weights = new Map<string, Float32Array>();
    objectives.forEach(({ terms }, row) => {
      for (const { term, coefficient } of terms) {
        if (term.kind !== 'unit') continue;
        network.checkUnit(term.layer, term.unit);
        const { units } = network.layer(term.layer);
        let of = weights.get(term.layer);
        if (!of) weights.set(term.layer, (of = new Float32Array(objectives.length * units)));
        of[row * units + term.unit] += coefficient;
      }
    });
    this.layers = new Map(
      [...weights].map(([name, values]) => {
        const { positions, units } = network.layer(name);
        // One weight for all positions of a map, since its sum is weighted.
        return [name, tf.tensor(values, [objectives.length, ...positions.map(() => 1), units])];
      }),
    );
    const norm = (kind: 'L1' | 'L2' | 'total-variation'): Float32Array =>
      Float32Array.from(objectives, (objective) => objective.coefficientOf(kind));
    this.l1 = norm('L1');
    this.#l2 = norm('L2');
    this.#variation = norm('total-variation');
    this.#blank = blank;
  }

  /**
   * Computes the activations of each example's objective, without its norms: `[batch]`.
   *
   * @param options.leaky lets a fraction of the gradient pass silent rectifiers.
   */
  activations(signals: ReadonlyMap<string, Signal>, { leaky = false } = {}): tf.Tensor1D {
    return tf.tidy(() => {
      const parts = [...this.layers].map(([name, weights]) => {
        const { output, linear } = signals.get(name)!;
        const values =
          leaky && linear ? tf.add(output, tf.mul(leak, tf.minimum(linear, 0))) : output;
        return perExample(tf.mul(values, weights));
      });
      return tf.addN(parts) as tf.Tensor1D;
    });
  }

  /** Computes the weighted smooth penalties: `[batch]`. L1 is not smooth and not included. */
  norms(visible: tf.Tensor): tf.Tensor1D | undefined {
    const parts: tf.Tensor1D[] = [];
    if (this.#l2.some((weight) => weight !== 0)) {
      const squares = perExample(tf.square(tf.sub(visible, this.#blank)));
      parts.push(tf.mul(squares, tf.tensor1d(this.#l2)));
    }
    if (this.#variation.some((weight) => weight !== 0)) {
      parts.push(tf.mul(totalVariationOf(visible), tf.tensor1d(this.#variation)));
    }
    return parts.length === 0 ? undefined : (tf.addN(parts) as tf.Tensor1D);
  }

  /** Computes the whole objective of each example, with all penalties: `[batch]`. */
  values(visible: tf.Tensor, signals: ReadonlyMap<string, Signal>): tf.Tensor1D {
    return tf.tidy(() => {
      const l1 = tf.mul(l1NormOf(visible, this.#blank), tf.tensor1d(this.l1));
      const norms = this.norms(visible);
      const sum = tf.add(this.activations(signals), l1);
      return (norms ? tf.add(sum, norms) : sum) as tf.Tensor1D;
    });
  }

  dispose(): void {
    for (const weights of this.layers.values()) weights.dispose();
  }
}

const perExample = (x: tf.Tensor): tf.Tensor1D =>
  tf.sum(
    x,
    x.shape.slice(1).map((_, i) => i + 1),
  ) as tf.Tensor1D;

/** Computes Σ |x − blank| of each example: `[batch]`. */
export const l1NormOf = (visible: tf.Tensor, blank: number): tf.Tensor1D =>
  tf.tidy(() => perExample(tf.abs(tf.sub(visible, blank))));

/** Computes Σ (x − neighbour)² of each example, along all axes except the channels. */
function totalVariationOf(visible: tf.Tensor): tf.Tensor1D {
  return tf.tidy(() => {
    const parts: tf.Tensor1D[] = [tf.zeros([visible.shape[0]]) as tf.Tensor1D];
    for (let axis = 1; axis < visible.rank - 1; axis++) {
      const length = visible.shape[axis];
      if (length < 2) continue;
      const size = visible.shape.slice();
      size[axis] = length - 1;
      const begin = visible.shape.map(() => 0);
      const next = begin.slice();
      next[axis] = 1;
      const change = tf.sub(tf.slice(visible, next, size), tf.slice(visible, begin, size));
      parts.push(perExample(tf.square(change)));
    }
    return tf.addN(parts) as tf.Tensor1D;
  });
}
