/** The value and gradient of a function of many numbers at one point. */
export interface Evaluation {
  readonly loss: number;
  readonly gradient: Float32Array;
}

/** The state of a minimisation after an evaluation. */
export interface MinimizationStep extends Evaluation {
  readonly point: Float32Array;
}

export interface LbfgsOptions {
  /** The largest number of evaluations. */
  readonly evaluations: number;
  /** The length of the first step: the largest change of a coordinate. */
  readonly firstChange: number;
  /** The number of pairs of steps and gradient changes that approximate the curvature. */
  readonly memory?: number;
  /** Called after each evaluation with the best point so far; may wait, so that others can run. */
  readonly onEvaluation?: (best: MinimizationStep, evaluation: number) => Promise<void> | void;
}

interface Pair {
  readonly step: Float32Array;
  readonly change: Float32Array;
  readonly inverseCurvature: number;
}

/** A step is accepted if the loss falls by this fraction of what the slope predicts (Armijo). */
const sufficientDecrease = 1e-4;
const halvingsAtMost = 12;

/**
 * Minimises a smooth function by L-BFGS: the direction comes from the last steps (Nocedal 1980, two
 * loops); the length is halved until the loss falls enough.
 *
 * Gatys, Ecker and Bethge use it for style transfer. The result never has a higher loss than the
 * start.
 *
 * @param start is not changed.
 */
export async function minimizeByLbfgs(
  evaluate: (point: Float32Array) => Promise<Evaluation> | Evaluation,
  start: Float32Array,
  { evaluations, firstChange, memory = 10, onEvaluation }: LbfgsOptions,
): Promise<MinimizationStep> {
  let used = 0;
  let best: MinimizationStep | undefined;
  const look = async (point: Float32Array): Promise<MinimizationStep> => {
    const here = { point, ...(await evaluate(point)) };
    used++;
    // A loss of NaN is never better than a number.
    if (!best || here.loss < best.loss) best = here;
    await onEvaluation?.(best, used);
    return here;
  };

  const pairs: Pair[] = [];
  let here = await look(Float32Array.from(start));
  while (used < evaluations) {
    let direction = descentDirection(here.gradient, pairs);
    let slope = dot(direction, here.gradient);
    if (!(slope < 0)) {
      // Rounding has spoilt the stored pairs: restarts from the gradient.
      pairs.length = 0;
      direction = descentDirection(here.gradient, pairs);
      slope = dot(direction, here.gradient);
      if (!(slope < 0)) break;
    }
    let length = pairs.length > 0 ? 1 : firstChange / largest(direction);
    let next: MinimizationStep | undefined;
    for (let halving = 0; halving <= halvingsAtMost && used < evaluations; halving++) {
      const trial = await look(along(here.point, direction, length));
      if (trial.loss <= here.loss + sufficientDecrease * length * slope) {
        next = trial;
        break;
      }
      length /= 2;
    }
    if (!next) {
      if (pairs.length === 0) break;
      pairs.length = 0;
      continue;
    }
    remember(pairs, here, next, memory);
    here = next;
  }
  return best!;
}

function descentDirection(gradient: Float32Array, pairs: readonly Pair[]): Float32Array {
  const direction = Float32Array.from(gradient);
  const weights: number[] = [];
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { step, change, inverseCurvature } = pairs[i];
    weights[i] = inverseCurvature * dot(step, direction);
    addScaled(direction, change, -weights[i]);
  }
  const newest = pairs.at(-1);
  if (newest) {
    scale(direction, 1 / (newest.inverseCurvature * dot(newest.change, newest.change)));
  }
  for (let i = 0; i < pairs.length; i++) {
    const { step, change, inverseCurvature } = pairs[i];
    addScaled(direction, step, weights[i] - inverseCurvature * dot(change, direction));
  }
  scale(direction, -1);
  return direction;
}

function remember(
  pairs: Pair[],
  before: MinimizationStep,
  after: MinimizationStep,
  memory: number,
): void {
  const step = difference(after.point, before.point);
  const change = difference(after.gradient, before.gradient);
  const curvature = dot(step, change);
  // Only pairs with positive curvature are kept.
  if (!(curvature > 1e-10 * Math.sqrt(dot(step, step) * dot(change, change)))) return;
  pairs.push({ step, change, inverseCurvature: 1 / curvature });
  if (pairs.length > memory) pairs.shift();
}

function along(point: Float32Array, direction: Float32Array, length: number): Float32Array {
  const moved = Float32Array.from(point);
  addScaled(moved, direction, length);
  return moved;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addScaled(to: Float32Array, values: Float32Array, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i] += factor * values[i];
}

function scale(values: Float32Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i] *= factor;
}

function difference(a: Float32Array, b: Float32Array): Float32Array {
  const result = new Float32Array(a.length);
  for (let i = 0; i < a.length; i++) result[i] = a[i] - b[i];
  return result;
}

function largest(values: Float32Array): number {
  let result = 0;
  for (const value of values) result = Math.max(result, Math.abs(value));
  return result;
}
