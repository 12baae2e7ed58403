import * as tf from '@axiswise/tensorflow';
import { activationsAt, unitActivations, type VisibleNetwork } from './visible-network.ts';
import { InputError } from '@axiswise/messages';

/** The importance of the positions of one input for a unit. */
export interface Attribution {
  /** `[...lengths]`, without channels. */
  readonly values: Float32Array;
  readonly activation: number;
}

/** Whose activation is explained. */
export interface AttributionOptions {
  readonly layer: string;
  readonly unit: number;
  /** Of a map: one of its positions, by its index along each axis; by default the sum over all of them. */
  readonly position?: readonly number[] | undefined;
}

/** The activation of a unit, `[batch]`. */
function activationOf(
  network: VisibleNetwork,
  visible: tf.Tensor,
  inputs: tf.Tensor,
  { layer, unit, position }: AttributionOptions,
): tf.Tensor1D {
  const signal = network.signals(visible, [layer], { inputs }).get(layer)!;
  const sums = position ? activationsAt(signal, position) : unitActivations(signal);
  return tf.reshape(tf.slice(sums, [0, unit], [-1, 1]), [-1]);
}

/**
 * Computes how much a unit's activation changes with each value of the input: the largest
 * |gradient| over the channels of a position (Simonyan et al. 2013, section 3). For words it is the
 * length of the gradient.
 *
 * @param input `[...inputShape]`.
 */
export function saliencyMap(
  network: VisibleNetwork,
  input: Float32Array,
  options: AttributionOptions,
): Attribution {
  network.checkUnit(options.layer, options.unit);
  checkPosition(network, options);
  return tf.tidy(() => {
    const inputs = tf.tensor(input, [1, ...network.inputShape]);
    const visible = network.see(inputs);
    const { value, grad } = tf.valueAndGrad((x: tf.Tensor) =>
      tf.sum(activationOf(network, x, inputs, options)),
    )(visible);
    const places = network.inputShape.slice(0, -1);
    const each = tf.reshape(grad, [tf.util.sizeFromShape([...places]), -1]);
    const isWords = visible !== inputs;
    const sizes = isWords ? tf.norm(each, 2, 1) : tf.max(tf.abs(each), 1);
    return {
      values: sizes.dataSync<'float32'>().slice(),
      activation: value.dataSync()[0],
    };
  });
}

/** The most inputs of a batch, and the most positions of all of them, for memory. */
const [mostAtOnce, placesAtOnce] = [64, 2 ** 18];

/**
 * Computes how much a unit's activation falls when a window of the input is set to blank; each
 * position gets the mean over the windows that cover it (Zeiler and Fergus 2014, section 4.2). It
 * is negative if blank increases the activation.
 *
 * @param input `[...inputShape]`.
 * @param options.window the size of the window along each axis.
 * @param options.stride by how many positions the window moves along each axis, at most its size; by default 1. The
 *   last window always ends where the axis ends.
 * @param options.blank the value of the window.
 */
export function occlusionMap(
  network: VisibleNetwork,
  input: Float32Array,
  options: AttributionOptions & {
    readonly window: readonly number[];
    readonly stride?: readonly number[] | undefined;
    readonly blank: number;
    readonly batchSize?: number | undefined;
  },
): Attribution {
  network.checkUnit(options.layer, options.unit);
  checkPosition(network, options);
  const { window, blank } = options;
  const lengths = network.inputShape.slice(0, -1);
  checkWindow(window, lengths);
  const stride = options.stride ?? window.map(() => 1);
  checkStride(stride, window);
  const corners = tuplesOf(lengths.map((length, i) => cornersAlong(length, window[i], stride[i])));
  const offsets = positionsOf(window);
  const places = lengths.reduce((product, length) => product * length, 1);
  const batchSize =
    options.batchSize ?? Math.min(mostAtOnce, Math.max(1, Math.floor(placesAtOnce / places)));
  const placeOf = (corner: readonly number[], offset: readonly number[]): number =>
    lengths.reduce((place, length, i) => place * length + corner[i] + offset[i], 0);
  const sums = new Float64Array(places);
  const counts = new Float64Array(places);
  const inputs = tf.tensor(input, [1, ...network.inputShape]);
  const visible = tf.tidy(() => tf.clone(network.see(inputs)));
  try {
    const values = visible.dataSync<'float32'>();
    const perPlace = values.length / places;
    const whole = tf.tidy(
      () => activationOf(network, visible, inputs, options).dataSync<'float32'>()[0],
    );
    for (let first = 0; first < corners.length; first += batchSize) {
      const batch = corners.slice(first, first + batchSize);
      const hidden = new Float32Array(batch.length * values.length);
      batch.forEach((corner, row) => {
        const own = hidden.subarray(row * values.length, (row + 1) * values.length);
        own.set(values);
        for (const offset of offsets) {
          const place = placeOf(corner, offset);
          own.fill(blank, place * perPlace, (place + 1) * perPlace);
        }
      });
      const activations = tf.tidy(() =>
        activationOf(
          network,
          tf.tensor(hidden, [batch.length, ...network.visibleShape]),
          tf.tile(inputs, [batch.length, ...network.inputShape.map(() => 1)]),
          options,
        ).dataSync<'float32'>(),
      );
      batch.forEach((corner, row) => {
        for (const offset of offsets) {
          const place = placeOf(corner, offset);
          sums[place] += whole - activations[row];
          counts[place]++;
        }
      });
    }
    return { values: Float32Array.from(sums, (sum, i) => sum / counts[i]), activation: whole };
  } finally {
    inputs.dispose();
    visible.dispose();
  }
}

function checkPosition(network: VisibleNetwork, { layer, position }: AttributionOptions): void {
  if (!position) return;
  const { positions } = network.layer(layer);
  const isThere = (index: number, i: number): boolean =>
    Number.isInteger(index) && index >= 0 && index < positions[i];
  if (position.length === positions.length && position.every(isThere)) return;
  throw new InputError(
    'visualization',
    positions.length === 0
      ? `the units of ${layer} have no positions; leave the position out`
      : `the position must be ${positions.length === 1 ? 'an index' : `${positions.length} indices`} below ` +
          `${positions.join(' × ')}, got ${position.join(',')}`,
  );
}

function checkWindow(window: readonly number[], lengths: readonly number[]): void {
  const fits = (size: number, i: number): boolean =>
    Number.isInteger(size) && size >= 1 && size <= lengths[i];
  if (window.length === lengths.length && window.every(fits)) return;
  throw new InputError(
    'visualization',
    `the window must fit an input of ${lengths.join('×')} positions, got ${window.join('×')}`,
  );
}

function checkStride(stride: readonly number[], window: readonly number[]): void {
  const fits = (step: number, i: number): boolean =>
    Number.isInteger(step) && step >= 1 && step <= window[i];
  if (stride.length === window.length && stride.every(fits)) return;
  throw new InputError(
    'visualization',
    `the stride of the window must be from 1 to its size ${window.join('×')}, got ${stride.join('×')}`,
  );
}

/** Where windows begin along an axis. */
function cornersAlong(length: number, window: number, stride: number): number[] {
  const last = length - window;
  const corners = Array.from({ length: Math.floor(last / stride) + 1 }, (_, i) => i * stride);
  return corners.at(-1) === last ? corners : [...corners, last];
}

/** Lists all index tuples below some lengths, the last index fastest. */
const positionsOf = (lengths: readonly number[]): number[][] =>
  tuplesOf(lengths.map((length) => Array.from({ length }, (_, i) => i)));

/** Lists all tuples of a value from each list, the last fastest. */
const tuplesOf = (lists: readonly (readonly number[])[]): number[][] =>
  lists.reduce<number[][]>(
    (tuples, values) => tuples.flatMap((tuple) => values.map((value) => [...tuple, value])),
    [[]],
  );
