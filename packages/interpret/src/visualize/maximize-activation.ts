import { nextTurn } from '@axiswise/backend/next-turn';
import { Random } from '@axiswise/random';
import * as tf from '@axiswise/tensorflow';
import { ascentDefaults, type ascentStarts } from './ascent-options.ts';
import { CompiledObjectives, l1NormOf } from './compiled-objectives.ts';
import type { InputSpace } from './input-space.ts';
import { Objective } from './objective.ts';
import { blur, roll } from './rolling.ts';
import type { VisibleNetwork } from './visible-network.ts';
import {
  InputError,
  requireInteger,
  requirePositiveInteger,
  requirePositiveNumber,
} from '@axiswise/messages';

/** How gradient ascent searches for an input. */
export interface AscentOptions {
  readonly space: InputSpace;
  readonly steps?: number | undefined;
  /** The first step: root mean square over an input, as a fraction of the range of values. */
  readonly stepSize?: number | undefined;
  /**
   * The start: faint noise around the blank value (the default), exactly the blank value, or noise
   * over the whole range.
   */
  readonly start?: (typeof ascentStarts)[number] | undefined;
  /** Number of starts with different noise; the best result is kept. */
  readonly starts?: number | undefined;
  /** Largest shift of the input before each step, in positions along each axis. */
  readonly jitter?: number | undefined;
  /** Sigma, in positions, of a Gaussian blur at every fourth step (Yosinski et al. 2015). */
  readonly blur?: number | undefined;
  /** Seeds the noise and the jitter. */
  readonly seed?: number | undefined;
  readonly onStep?: ((step: number, steps: number) => void) | undefined;
  /** Stops after the present step; the result so far is returned. */
  readonly signal?: AbortSignal | undefined;
}

/** An input that maximizes an objective. */
export interface Maximum {
  readonly objective: Objective;
  /** `[...visibleShape]`. */
  readonly visible: Float32Array;
  /** Activation of the objective's units, without its norms: at the start and at the end. */
  readonly activationBefore: number;
  readonly activationAfter: number;
  /** The L1 norm, Σ |x − blank|. */
  readonly l1: number;
  /** The index of its start, from 0. */
  readonly start: number;
  readonly steps: number;
}

/** Standard deviation of the noise of the start, as a fraction of the range of values. */
const startNoise = 0.1;
const stepsBetweenBlurs = 4;

/**
 * Finds inputs that maximise objectives, by gradient ascent on the input (Erhan et al. 2009;
 * Simonyan et al. 2013), all in one batch.
 *
 * A step is the gradient divided by its own root mean square, so that the same step size serves
 * every unit of every layer; it decays to zero over the steps (half cosine). The L1 penalty is not
 * part of the gradient, because |x| has none at 0. It is applied by soft thresholding, the proximal
 * step, which sets every value to blank whose gain is below its cost. After each step the input is
 * projected back into its space.
 *
 * @returns one maximum per objective, in their order: the best of its starts.
 * @throws InputError if a layer or a unit does not exist, or an option is invalid.
 */
export async function maximizeActivation(
  network: VisibleNetwork,
  objectives: readonly Objective[],
  options: AscentOptions,
): Promise<Maximum[]> {
  const chosen = { ...ascentDefaults, ...definedOf(options) };
  const { space, steps, starts, seed } = chosen;
  checkOptions(chosen);
  const rows = objectives.flatMap((objective) => Array<Objective>(starts).fill(objective));
  const compiled = new CompiledObjectives(network, rows, space.blank);
  const layers = [...compiled.layers.keys()];
  let x = startingPoints(network, rows.length, chosen);
  try {
    const before = tf.tidy(() =>
      compiled.activations(network.signals(x, layers)).dataSync<'float32'>(),
    );
    const random = new Random(seed, 'visualize', 'jitter');
    let done = 0;
    while (done < steps && !options.signal?.aborted) {
      const offsets = network.visibleShape.slice(0, -1).map((length) => {
        const most = Math.min(chosen.jitter, Math.floor(length / 2));
        return most === 0 ? 0 : random.integer(2 * most + 1) - most;
      });
      const next = tf.tidy(() => ascend(network, compiled, x, { ...chosen, step: done, offsets }));
      x.dispose();
      x = next;
      done++;
      options.onStep?.(done, steps);
      await nextTurn();
    }
    const [after, values, l1, data] = tf.tidy(() => {
      const signals = network.signals(x, layers);
      const results = [
        compiled.activations(signals),
        compiled.values(x, signals),
        l1NormOf(x, space.blank),
        x,
      ];
      return results.map((each) => each.dataSync<'float32'>());
    }) as unknown as Float32Array[];
    const size = data.length / rows.length;
    return objectives.map((objective, i): Maximum => {
      let best = i * starts;
      for (let row = best; row < (i + 1) * starts; row++)
        if (values[row] > values[best]) best = row;
      return {
        objective,
        visible: data.slice(best * size, (best + 1) * size),
        activationBefore: before[best],
        activationAfter: after[best],
        l1: l1[best],
        start: best - i * starts,
        steps: done,
      };
    });
  } finally {
    x.dispose();
    compiled.dispose();
  }
}

type Chosen = { readonly space: InputSpace } & {
  readonly [Key in keyof typeof ascentDefaults]-?: NonNullable<AscentOptions[Key]>;
};

function ascend(
  network: VisibleNetwork,
  compiled: CompiledObjectives,
  x: tf.Tensor,
  options: Chosen & { readonly step: number; readonly offsets: readonly number[] },
): tf.Tensor {
  const { space, steps, step, offsets } = options;
  const gradient = gradientOf(network, compiled, x, offsets);
  const size = x.size / x.shape[0];
  const axes = x.shape.slice(1).map((_, i) => i + 1);
  const rms = tf.sqrt(tf.div(tf.sum(tf.square(gradient), axes, true), size));
  const decay = 0.5 * (1 + Math.cos((Math.PI * step) / steps));
  const pace = tf.div(options.stepSize * space.scale * decay, tf.add(rms, 1e-12));
  let moved: tf.Tensor = tf.add(x, tf.mul(gradient, pace));
  if (compiled.l1.some((weight) => weight !== 0)) {
    const weights = tf.tensor(compiled.l1, [x.shape[0], ...axes.map(() => 1)]);
    // A negative penalty rewards the L1 norm: it pushes values away from the blank.
    const threshold = tf.neg(tf.mul(pace, weights));
    const drawn = tf.sub(moved, space.blank);
    const left = tf.maximum(tf.sub(tf.abs(drawn), threshold), 0);
    moved = tf.add(tf.mul(tf.sign(drawn), left), space.blank);
  }
  const isLast = step >= 0.9 * steps;
  if (options.blur > 0 && !isLast && step % stepsBetweenBlurs === stepsBetweenBlurs - 1) {
    moved = blur(moved, options.blur);
  }
  return space.project(moved);
}

/**
 * Computes the gradient of the activations and smooth norms of each row with respect to its input.
 */
function gradientOf(
  network: VisibleNetwork,
  compiled: CompiledObjectives,
  x: tf.Tensor,
  offsets: readonly number[] = [],
): tf.Tensor {
  const layers = [...compiled.layers.keys()];
  return tf.grad((visible: tf.Tensor) => {
    const seen = offsets.some((offset) => offset !== 0) ? roll(visible, offsets) : visible;
    const activations = compiled.activations(network.signals(seen, layers), { leaky: true });
    const norms = compiled.norms(visible);
    return tf.sum(norms ? tf.add(activations, norms) : activations);
  })(x);
}

/**
 * Subtracts penalties from objectives, in units of the objective's mean gradient at the start.
 *
 * With an L1 weight of 1, a value differs from blank only where its gradient is above the mean of
 * |∂ objective / ∂x|. Activations of one layer are hundreds of times those of another, and so are the
 * penalties that balance them. In units of the mean gradient, the same weights serve every layer.
 *
 * @param weights from 0; `l2` and `totalVariation` are also divided by the range of the values.
 * @returns the objectives with the penalties subtracted.
 * @throws InputError for a weight that is negative or not finite.
 */
export function withPenalties(
  network: VisibleNetwork,
  objectives: readonly Objective[],
  weights: {
    readonly l1?: number | undefined;
    readonly l2?: number | undefined;
    readonly totalVariation?: number | undefined;
  },
  options: Pick<AscentOptions, 'space' | 'seed'>,
): Objective[] {
  const { l1 = 0, l2 = 0, totalVariation = 0 } = weights;
  for (const [name, weight] of Object.entries({
    L1: l1,
    L2: l2,
    'total variation': totalVariation,
  })) {
    if (weight >= 0 && weight < Infinity) continue;
    throw new InputError(
      'visualization',
      `the weight of ${name} must be a non-negative number, got ${weight}`,
    );
  }
  if (l1 + l2 + totalVariation === 0) return [...objectives];
  const gradients = meanGradientsOf(network, objectives, options);
  return objectives.map((objective, i) => {
    const perRange = gradients[i] / options.space.scale;
    let penalized = objective;
    if (l1 > 0) penalized = penalized.minus(Objective.l1().times(l1 * gradients[i]));
    if (l2 > 0) penalized = penalized.minus(Objective.l2().times(l2 * perRange));
    if (totalVariation > 0) {
      penalized = penalized.minus(Objective.totalVariation().times(totalVariation * perRange));
    }
    return penalized;
  });
}

/** The number of random starts for the mean. */
const startsOfMean = 4;

/** Measures the mean of |∂ objective / ∂x| at random starts, for each objective. */
function meanGradientsOf(
  network: VisibleNetwork,
  objectives: readonly Objective[],
  { space, seed = 0 }: Pick<AscentOptions, 'space' | 'seed'>,
): number[] {
  const rows = objectives.flatMap((each) => Array<Objective>(startsOfMean).fill(each));
  const compiled = new CompiledObjectives(network, rows, space.blank);
  const x = startingPoints(network, rows.length, { space, seed, start: 'noise' });
  try {
    return tf.tidy(() => {
      const gradient = tf.abs(gradientOf(network, compiled, x));
      const means = tf.mean(tf.reshape(gradient, [objectives.length, -1]), 1);
      return [...means.dataSync<'float32'>()];
    });
  } finally {
    x.dispose();
    compiled.dispose();
  }
}

function startingPoints(
  network: VisibleNetwork,
  rows: number,
  { space, seed, start }: Pick<Chosen, 'space' | 'seed' | 'start'>,
): tf.Tensor {
  const shape = [rows, ...network.visibleShape];
  return tf.tidy(() => {
    if (start === 'blank') return space.project(tf.fill(shape, space.blank));
    const size = tf.util.sizeFromShape(shape) / rows;
    const values = new Float32Array(rows * size);
    for (let row = 0; row < rows; row++) {
      const random = new Random(seed, 'visualize', 'start', row);
      for (let i = 0; i < size; i++) {
        values[row * size + i] =
          start === 'anywhere'
            ? space.draw(random)
            : space.blank + startNoise * space.scale * random.normal();
      }
    }
    return space.project(tf.tensor(values, shape));
  });
}

function checkOptions({ steps, starts, stepSize, jitter, blur: sigma }: Chosen): void {
  requirePositiveInteger('visualization', 'steps', steps);
  requirePositiveInteger('visualization', 'starts', starts);
  requireInteger('visualization', 'jitter', jitter, { from: 0 });
  requirePositiveNumber('visualization', 'the step size', stepSize);
  if (!(sigma >= 0 && sigma < Infinity)) {
    throw new InputError('visualization', `blur must be a non-negative number, got ${sigma}`);
  }
}

/** Removes options that are undefined. */
const definedOf = <T extends object>(options: T): T =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
