import { requireInteger } from '@axiswise/messages';
import { needsAxes, needsAxesNamed } from './features.ts';
import { axesBehind } from './filter-windows.ts';
import { checkPooling, pool } from './filter-strategy.ts';
import { defineLayerKind, type LayerGeometry, type LayerSpec } from './layer-kind.ts';
import { type AxisWindow, windowAlong } from './window.ts';

/** A binomial filter along one axis, of which each `stride`-th value is kept. */
export interface Blur {
  readonly size: number;
  readonly stride: number;
  readonly control?: boolean;
}

/** Blurs along axes, then subsamples them. */
export interface BlurPoolingSpec extends LayerSpec {
  readonly along: Readonly<Partial<Record<string, Blur>>>;
}

export interface BlurPoolingGeometry extends LayerGeometry<BlurPoolingSpec> {
  /** In the order of the axes; a window of 1 leaves its axis alone. */
  readonly windows: readonly AxisWindow[];
}

/** The arithmetic of anti-aliased subsampling: its shape, its parameters and its words. */
export const blurPoolingKind = defineLayerKind<BlurPoolingSpec, BlurPoolingGeometry>({
  name: 'blur-pooling',
  derive({ along }, { name, input, axes }) {
    needsAxes(name, 'pooling', input);
    needsAxesNamed(name, Object.keys(along), input);
    checkPooling(
      axes,
      Object.fromEntries(
        Object.entries(along).map(([axis, blur]) => {
          const { stride, control = false } = blur!;
          return [axis, pool(1, { stride, control })];
        }),
      ),
      name,
    );
    const windows = input.axes.map(({ name: axis, length, cyclic }) => {
      const { size = 1, stride = 1 } = along[axis] ?? {};
      const before = Math.floor((size - 1) / 2);
      const padding = cyclic ? undefined : { before, after: size - 1 - before };
      return windowAlong(
        length,
        { kernelSize: size, stride, padding, cyclic },
        `${name}, axis "${axis}"`,
      );
    });
    return { output: { ...input, axes: axesBehind(input, windows) }, windows };
  },
  describe({ spec }) {
    const along = Object.entries(spec.along).map(
      ([axis, blur]) => `${axis} ${blur!.size} by ${blur!.stride}`,
    );
    return `blur over ${along.join(', ')}`;
  },
  width: 'as-input',
  alongAxes: ({ input, windows }) =>
    input.axes.map(({ name: axis, length }, i) => {
      const { kernelSize, stride, dilation } = windows[i];
      const blurs = kernelSize > 1 && ({ blurs: true } as const);
      return { axis, move: 'pool', kernelSize, stride, dilation, length, ...blurs };
    }),
});

/**
 * Blurs along axes with a binomial filter and keeps each `stride`-th value: subsampling that depends little
 * on whether a pattern lies at an even or an odd position (Zhang 2019, "Making convolutional networks
 * shift-invariant again", BlurPool). At the ends of an axis the filter sees it reflected, as in the paper; on
 * a cyclic axis it goes around the end.
 *
 * Behind a max pooling with a stride of 1 it is anti-aliased max pooling, behind a convolution an
 * anti-aliased stride. `block(…)` puts them in order where a strategy says `pool(2, { blur: 3 })` or
 * `slide(3, { stride: 2, blur: 3 })`.
 *
 * @param along of each axis: the size of the filter, 2 to 7, and the stride.
 * @example
 * blurPooling({ height: { size: 3, stride: 2 } });
 */
export function blurPooling(
  along: Readonly<Partial<Record<string, Blur>>>,
  options: { readonly name?: string } = {},
): BlurPoolingSpec {
  for (const [axis, blur] of Object.entries(along)) {
    requireInteger('geometry', `the blur along "${axis}"`, blur!.size, { from: 2, to: 7 });
    requireInteger('geometry', `the stride along "${axis}"`, blur!.stride, { from: 1 });
  }
  return { kind: blurPoolingKind, along, ...options };
}

/** The weights of a binomial filter: a row of Pascal's triangle, divided by its sum. */
export function binomialWeights(size: number): number[] {
  let row = [1];
  for (let i = 1; i < size; i++) row = [...row, 0].map((n, at) => n + (row[at - 1] ?? 0));
  return row.map((n) => n / 2 ** (size - 1));
}
