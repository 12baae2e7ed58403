import { batches, type Split } from '@axiswise/data';
import * as tf from '@axiswise/tensorflow';
import { unitActivations, type VisibleNetwork } from './visible-network.ts';

/** An example that excites a unit, and how much. */
export interface TopExample {
  /** Its index in the split. */
  readonly index: number;
  readonly label: number;
  readonly activation: number;
  /** `[...inputShape]`. */
  readonly input: Float32Array;
}

/**
 * Finds the real inputs that excite units of a layer most.
 *
 * @param options.count the number of examples per unit.
 * @returns for each unit its examples, the most exciting first.
 */
export async function topExamples(
  network: VisibleNetwork,
  split: Split,
  options: {
    readonly layer: string;
    readonly units: readonly number[];
    readonly count: number;
    /** The number of examples of the split to look at, from its beginning. */
    readonly examples?: number | undefined;
    readonly batchSize?: number;
  },
): Promise<TopExample[][]> {
  const { layer, units, count, batchSize = 128 } = options;
  for (const unit of units) network.checkUnit(layer, unit);
  const shape = network.inputShape;
  const size = shape.reduce((product, length) => product * length, 1);
  const most = Math.min(split.length, options.examples ?? Infinity);
  const found: TopExample[][] = units.map(() => []);
  let first = 0;
  for await (const { examples, inputs } of batches(split, { batchSize, exampleSize: size })) {
    const taken = Math.min(examples, most - first);
    if (taken <= 0) break;
    const activations = tf.tidy(() => {
      const x = tf.tensor(inputs.subarray(0, taken * size), [taken, ...shape]);
      const visible = network.see(x);
      const sums = unitActivations(network.signals(visible, [layer], { inputs: x }).get(layer)!);
      return tf.gather(sums, [...units], 1).dataSync<'float32'>();
    });
    for (let i = 0; i < taken; i++) {
      units.forEach((_, which) => {
        const activation = activations[i * units.length + which];
        const best = found[which];
        if (best.length === count && activation <= best[count - 1].activation) return;
        best.push({
          index: first + i,
          label: split.labels[first + i],
          activation,
          input: inputs.slice(i * size, (i + 1) * size),
        });
        // The sort is stable: the first of equal examples stays first.
        best.sort((a, b) => b.activation - a.activation);
        best.length = Math.min(best.length, count);
      });
    }
    first += taken;
  }
  return found;
}
