import { InputError } from '@axiswise/messages';
import { needsAxes, needsAxesNamed } from './features.ts';
import { defineLayerKind, type LayerGeometry, type LayerSpec } from './layer-kind.ts';

/** Repeats each value along axes until they are as long as asked (nearest neighbour). */
export interface UpsamplingSpec extends LayerSpec {
  readonly to: Readonly<Record<string, number>>;
}

export interface UpsamplingGeometry extends LayerGeometry<UpsamplingSpec> {
  /** How often each value is repeated, in the order of the axes. */
  readonly factors: readonly number[];
}

/** The arithmetic of upsampling: its shape, its parameters and its words. */
export const upsamplingKind = defineLayerKind<UpsamplingSpec, UpsamplingGeometry>({
  name: 'upsampling',
  derive({ to }, { name, input }) {
    needsAxes(name, 'upsampling', input);
    needsAxesNamed(name, Object.keys(to), input);
    for (const { name: axis, length } of input.axes) {
      const wanted = to[axis] ?? length;
      if (Number.isInteger(wanted) && wanted >= length) continue;
      throw new InputError(
        'geometry',
        `${name}: "${axis}" is ${length} long and cannot become ${wanted}; upsampling lengthens to ` +
          `an integer`,
      );
    }
    const factors = input.axes.map((axis) =>
      Math.ceil((to[axis.name] ?? axis.length) / axis.length),
    );
    const axes = input.axes.map((axis, i) => ({
      ...axis,
      length: to[axis.name] ?? axis.length,
      jump: axis.jump / factors[i],
    }));
    return { output: { ...input, axes }, factors };
  },
  describe: ({ spec, factors }) =>
    `repeats ${Object.keys(spec.to).join(' and ')} ${factors.join('×')}`,
  width: 'as-input',
});

/**
 * Repeats values (nearest neighbour) until axes are as long as asked: it gives an output the resolution
 * that pooling took away, though not what it took away.
 *
 * Each value is repeated `⌈to / length⌉` times, and what is too much is cut off behind.
 *
 * @example
 * upsampling({ row: 19, column: 19 });
 */
export const upsampling = (
  to: Readonly<Record<string, number>>,
  options: { readonly name?: string } = {},
): UpsamplingSpec => ({ kind: upsamplingKind, to, ...options });
