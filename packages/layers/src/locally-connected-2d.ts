import * as tf from '@axiswise/tensorflow';

type ActivationIdentifier = Parameters<typeof tf.layers.activation>[0]['activation'];

/** The arguments of {@link LocallyConnected2D}. */
export interface LocallyConnected2DArgs {
  readonly name?: string;
  readonly inputShape?: readonly number[];
  readonly filters: number;
  readonly kernelSize: readonly [number, number];
  readonly strides?: readonly [number, number];
  readonly activation?: ActivationIdentifier;
  readonly kernelInitializer?: 'glorotUniform' | 'heUniform' | 'zeros';
}

/**
 * A convolution without weight sharing: every position learns filters of its own.
 *
 * Missing in TensorFlow.js; Keras 2's layer of the same name, with its weight layout: kernel
 * `[positions, kernelHeight × kernelWidth × channels, filters]`. Bias `[positions, filters]`.
 * Padding is `valid`; put `tf.layers.zeroPadding2d` before it for any other.
 *
 * Input `[batch, height, width, channels]`, output `[batch, outHeight, outWidth, filters]`.
 *
 * @example
 * const model = tf.sequential();
 * model.add(new LocallyConnected2D({ inputShape: [8, 8, 1], filters: 4, kernelSize: [3, 3] }));
 * model.outputShape; // [null, 6, 6, 4]
 */
export class LocallyConnected2D extends tf.layers.Layer {
  static readonly className = 'LocallyConnected2D';
  readonly filters: number;
  readonly kernelSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly #activation: tf.layers.Layer;
  readonly #args: LocallyConnected2DArgs;
  #kernel!: tf.LayerVariable;
  #bias!: tf.LayerVariable;

  constructor(args: LocallyConnected2DArgs) {
    // As a whole, because a saved layer comes back with arguments of its base class.
    super(args as object);
    this.filters = args.filters;
    this.kernelSize = args.kernelSize;
    this.strides = args.strides ?? [1, 1];
    this.#activation = tf.layers.activation({ activation: args.activation ?? 'linear' });
    this.#args = args;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const [, height, width, channels] = (
      Array.isArray(inputShape[0]) ? inputShape[0] : inputShape
    ) as number[];
    const [outHeight, outWidth] = this.#outputLengths(height, width);
    const positions = outHeight * outWidth;
    const volume = this.kernelSize[0] * this.kernelSize[1] * channels;
    this.#kernel = this.addWeight(
      'kernel',
      [positions, volume, this.filters],
      'float32',
      tf.initializers[this.#args.kernelInitializer ?? 'glorotUniform']({}),
    );
    this.#bias = this.addWeight(
      'bias',
      [positions, this.filters],
      'float32',
      tf.initializers.zeros(),
    );
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    const [batch, height, width] = inputShape;
    return [batch, ...this.#outputLengths(height!, width!), this.filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const input = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
      const [batch, height, width, channels] = input.shape;
      const [outHeight, outWidth] = this.#outputLengths(height, width);
      const positions = outHeight * outWidth;
      const volume = this.kernelSize[0] * this.kernelSize[1] * channels;
      // A matrix product a position: [positions, batch, volume] × [positions, volume, filters].
      const patches = tf.transpose(
        tf.reshape(this.#patches(input, outHeight, outWidth), [batch, positions, volume]),
        [1, 0, 2],
      );
      const product = tf.matMul(patches, this.#kernel.read());
      const output = tf.add(tf.transpose(product, [1, 0, 2]), this.#bias.read());
      return this.#activation.apply(
        tf.reshape(output, [batch, outHeight, outWidth, this.filters]),
      ) as tf.Tensor;
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      filters: this.filters,
      kernelSize: [...this.kernelSize],
      strides: [...this.strides],
      activation: this.#args.activation ?? 'linear',
    };
  }

  #outputLengths(height: number, width: number): [number, number] {
    return [height, width].map((length, i) => {
      const windows = Math.floor((length - this.kernelSize[i]) / this.strides[i]) + 1;
      if (windows < 1) {
        throw new RangeError(
          `${this.name}: a kernel of ${this.kernelSize.join('×')} does not fit into ${height}×${width}`,
        );
      }
      return windows;
    }) as [number, number];
  }

  /** `[batch, outHeight, outWidth, kernelHeight × kernelWidth × channels]`: one slice a kernel cell. */
  #patches(input: tf.Tensor4D, outHeight: number, outWidth: number): tf.Tensor {
    const [strideHeight, strideWidth] = this.strides;
    const slices: tf.Tensor[] = [];
    for (let y = 0; y < this.kernelSize[0]; y++) {
      for (let x = 0; x < this.kernelSize[1]; x++) {
        slices.push(
          strideHeight === 1 && strideWidth === 1
            ? tf.slice(input, [0, y, x, 0], [-1, outHeight, outWidth, -1])
            : tf.stridedSlice(
                input,
                [0, y, x, 0],
                [
                  input.shape[0],
                  y + (outHeight - 1) * strideHeight + 1,
                  x + (outWidth - 1) * strideWidth + 1,
                  input.shape[3],
                ],
                [1, strideHeight, strideWidth, 1],
              ),
        );
      }
    }
    return slices.length === 1 ? slices[0] : tf.concat(slices, 3);
  }
}

tf.serialization.registerClass(LocallyConnected2D);
