import { binomialWeights, type AxisWindow } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';

interface BlurPoolingArgs {
  readonly name?: string;
  readonly inputShape?: readonly number[];
  /** Along each axis of the input; a window of 1 leaves its axis alone. */
  readonly windows: readonly AxisWindow[];
}

/**
 * Blurs along axes with a binomial filter and keeps each n-th value (Zhang 2019): a product with a matrix
 * along each axis, which says how much of each position comes into each value that is kept.
 *
 * Input `[batch, ...lengths, channels]`, output `[batch, ...output lengths, channels]`; no weights.
 */
export class BlurPooling extends tf.layers.Layer {
  static readonly className = 'BlurPooling';
  readonly #windows: readonly AxisWindow[];
  readonly #matrices: readonly (readonly (readonly number[])[] | undefined)[];

  constructor(args: BlurPoolingArgs) {
    // As a whole, because a saved layer comes back with arguments of its base class.
    super(args as object);
    this.#windows = args.windows;
    this.#matrices = args.windows.map((window) =>
      window.kernelSize > 1 || window.stride > 1 ? blurMatrix(window) : undefined,
    );
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [
      inputShape[0],
      ...this.#windows.map(({ outputLength }) => outputLength),
      inputShape[inputShape.length - 1],
    ];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      const shape = [...x.shape];
      let value = x;
      this.#matrices.forEach((matrix, i) => {
        if (!matrix) return;
        const axis = i + 1;
        const before = tf.util.sizeFromShape(shape.slice(0, axis));
        const behind = tf.util.sizeFromShape(shape.slice(axis + 1));
        const plane = tf.reshape(value, [before, shape[axis], behind]);
        const rows = tf.tensor3d([matrix.map((row) => [...row])]);
        value = tf.matMul(rows, plane as tf.Tensor3D);
        shape[axis] = matrix.length;
      });
      return tf.reshape(value, shape);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      windows: this.#windows as unknown as tf.serialization.ConfigDictArray,
    };
  }
}

/**
 * Of each value that is kept, how much of each position comes into it: rows of the binomial weights, which see
 * the axis reflected at its ends, or go around the end of a cyclic one.
 *
 * @returns `[outputLength, inputLength]`, each row with the sum 1.
 */
export function blurMatrix(window: AxisWindow): number[][] {
  const { kernelSize, stride, padBefore, inputLength, outputLength, wraps } = window;
  const weights = binomialWeights(kernelSize);
  return Array.from({ length: outputLength }, (_, output) => {
    const row = new Array<number>(inputLength).fill(0);
    weights.forEach((weight, cell) => {
      const position = output * stride + cell - padBefore;
      row[wraps ? (position + inputLength) % inputLength : reflected(position, inputLength)] +=
        weight;
    });
    return row;
  });
}

/** A position beyond an end as its mirror image; the last position itself is not repeated. */
function reflected(position: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const within = ((position % period) + period) % period;
  return within < length ? within : period - within;
}

tf.serialization.registerClass(BlurPooling);
