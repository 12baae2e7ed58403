import type { Random } from '@axiswise/random';
import type { Activation } from '@axiswise/geometry';

/** The TensorFlow.js initializer that {@link initialWeights} draws from for an activation. */
export function initializerFor(activation: Activation): 'heUniform' | 'glorotUniform' {
  return rectifiers.has(activation) ? 'heUniform' : 'glorotUniform';
}

/** Rectifiers, and what is nearly one. */
const rectifiers: ReadonlySet<Activation> = new Set(['relu', 'elu', 'gelu', 'swish']);

/**
 * Draws a kernel's initial values from our own seeded stream: TensorFlow.js ignores some seeds.
 *
 * He et al. 2015 (uniform, ±√(6 / fanIn)) before rectifiers, Glorot and Bengio 2010 (uniform,
 * ±√(6 / (fanIn + fanOut))) before everything else.
 *
 * @param size number of values.
 * @param fan inputs and outputs of one unit.
 */
export function initialWeights(
  size: number,
  fan: { readonly in: number; readonly out: number },
  activation: Activation,
  random: Random,
): Float32Array {
  const limit = Math.sqrt(
    6 / (initializerFor(activation) === 'heUniform' ? fan.in : fan.in + fan.out),
  );
  return Float32Array.from({ length: size }, () => random.uniform(-limit, limit));
}
