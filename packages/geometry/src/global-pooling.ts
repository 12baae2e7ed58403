import { needsAxes, needsAxesNamed } from './features.ts';
import { defineLayerKind, type LayerGeometry, type LayerSpec } from './layer-kind.ts';
import { type AxisWindow, windowAlong } from './window.ts';

/** Keeps one value a map along whole axes. */
export interface GlobalPoolingSpec extends LayerSpec {
  readonly along: readonly string[];
  readonly keep: 'max' | 'average';
}

export interface GlobalPoolingGeometry extends LayerGeometry<GlobalPoolingSpec> {
  /** In the order of the axes: as long as the axis, or 1 where the axis is left alone. */
  readonly windows: readonly AxisWindow[];
}

/** The arithmetic of global pooling: its shape, its parameters and its words. */
export const globalPoolingKind = defineLayerKind<GlobalPoolingSpec, GlobalPoolingGeometry>({
  name: 'global-pooling',
  derive({ along }, { name, input }) {
    needsAxes(name, 'pooling', input);
    needsAxesNamed(name, along, input);
    const axes = input.axes.map((axis) =>
      along.includes(axis.name)
        ? { ...axis, length: 1, receptiveField: axis.inputLength, start: 0, paddedBehind: 0 }
        : axis,
    );
    const windows = input.axes.map(({ name: axis, length }) => {
      const kernelSize = along.includes(axis) ? length : 1;
      return windowAlong(length, { kernelSize, stride: kernelSize }, axis);
    });
    return { output: { ...input, axes }, windows };
  },
  describe: ({ spec }) =>
    spec.along.length === 0
      ? 'leaves its input as it is'
      : `${spec.keep} over all of ${spec.along.join(' and ')}`,
  width: 'as-input',
  alongAxes: ({ spec, input, windows }) =>
    input.axes.map(({ name: axis, length }, i) => {
      const { kernelSize, stride, dilation } = windows[i];
      const move = spec.along.includes(axis) ? 'global-pool' : 'pool';
      return { axis, move, kernelSize, stride, dilation, length };
    }),
});

/**
 * Keeps one value along whole axes: "does the pattern turn up anywhere?" (max over time, Collobert et
 * al. 2011), or how much of it there is.
 *
 * That is not subsampling: it asks something of the whole axis instead of thinning it out, and is sound
 * wherever patterns recur. Positions that exist only because other examples are longer are left out: an
 * example counts as if it had come alone, at its own length.
 *
 * @param along the axes, by name; each is one position long afterwards.
 * @example
 * globalPooling(['time']);
 */
export const globalPooling = <Axis extends string>(
  along: readonly Axis[],
  options: { readonly name?: string; readonly keep?: 'max' | 'average' } = {},
): GlobalPoolingSpec => ({ kind: globalPoolingKind, along, keep: 'max', ...options });
