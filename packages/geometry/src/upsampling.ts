import { InputError } from '@axiswise/messages';
import {
  type Features,
  layerGeometry,
  type LayerGeometry,
  needsAxes,
  nothingToLearn,
} from './layer.ts';

/** Repeats each value along axes until they are as long as asked (nearest neighbour). */
export interface UpsamplingSpec {
  readonly kind: 'upsampling';
  readonly name?: string;
  readonly to: Readonly<Record<string, number>>;
}

/**
 * Repeats values (nearest neighbour) until axes are as long as asked: it gives an output the resolution
 * that pooling took away, though not what it took away.
 *
 * Each value is repeated `⌈to / length⌉` times, and what is too much is cut off behind.
 *
 * @example
 * upsampling({ row: 19, column: 19 });
 */
export function upsampling(
  to: Readonly<Record<string, number>>,
  options: { readonly name?: string } = {},
): UpsamplingSpec {
  return { kind: 'upsampling', to, ...options };
}

export interface UpsamplingGeometry extends LayerGeometry<UpsamplingSpec> {
  readonly kind: 'upsampling';
  /** How often each value is repeated, in the order of the axes. */
  readonly factors: readonly number[];
}

export function deriveUpsampling(
  name: string,
  spec: UpsamplingSpec,
  input: Features,
): UpsamplingGeometry {
  needsAxes(name, 'upsampling', input);
  const names = input.axes.map((axis) => axis.name);
  for (const [axis, length] of Object.entries(spec.to)) {
    const present = input.axes.find((candidate) => candidate.name === axis);
    if (!present) {
      throw new InputError(
        'geometry',
        `${name} names the axis "${axis}", but the axes are ${names.join(', ')}`,
      );
    }
    if (!Number.isInteger(length) || length < present.length) {
      throw new InputError(
        'geometry',
        `${name}: "${axis}" is ${present.length} long and cannot become ${length}; upsampling ` +
          `lengthens to a whole number`,
      );
    }
  }
  const factors = input.axes.map(({ name: axis, length }) =>
    Math.ceil((spec.to[axis] ?? length) / length),
  );
  const output: Features = {
    ...input,
    axes: input.axes.map((axis, i) => ({
      ...axis,
      length: spec.to[axis.name] ?? axis.length,
      jump: axis.jump / factors[i],
    })),
  };
  return {
    ...layerGeometry(name, spec, input, output, nothingToLearn),
    kind: 'upsampling',
    factors,
  };
}
