import { InputError } from '@axiswise/messages';
import { needsAxes } from './features.ts';
import { axesBehind } from './filter-windows.ts';
import { defineLayerKind, type LayerGeometry, type LayerSpec } from './layer-kind.ts';
import { checkPooling, type Pool } from './filter-strategy.ts';
import { type AxisWindow, windowAlong, windowInWords } from './window.ts';

/** Keeps one value a window, along the axes that are named; the others stay as they are. */
export interface PoolingSpec extends LayerSpec {
  readonly along: Readonly<Partial<Record<string, Pool>>>;
  readonly keep: 'max' | 'average';
}

export interface PoolingGeometry extends LayerGeometry<PoolingSpec> {
  /** In the order of the axes; a window of 1 leaves its axis alone. */
  readonly windows: readonly AxisWindow[];
}

/** The arithmetic of pooling: its shape, its parameters and its words. */
export const poolingKind = defineLayerKind<PoolingSpec, PoolingGeometry>({
  name: 'pooling',
  derive({ along }, { name, input, axes }) {
    checkPooling(axes, along, name);
    needsAxes(name, 'pooling', input);
    const windows = input.axes.map(({ name: axis, length, cyclic }) => {
      const { size = 1, stride = 1, padding, blur } = along[axis] ?? {};
      const where = `${name}, axis "${axis}"`;
      if (blur !== undefined) {
        throw new InputError(
          'geometry',
          `${where}: pooling with a blur is two layers; take block(…), or pooling(…) with a stride of 1 and ` +
            `blurPooling(…) behind it`,
        );
      }
      return windowAlong(length, { kernelSize: size, stride, padding, cyclic }, where);
    });
    return {
      output: { ...input, axes: axesBehind(input, windows) },
      windows,
    };
  },
  describe({ spec, input, windows }) {
    const along = input.axes.flatMap(({ name }, i) =>
      windows[i].kernelSize === 1 ? [] : [`${name} ${windowInWords(windows[i])}`],
    );
    return `${spec.keep} over ${along.join(', ')}`;
  },
  width: 'as-input',
  alongAxes: ({ input, windows }) =>
    input.axes.map(({ name: axis, length }, i) => {
      const { kernelSize, stride, dilation } = windows[i];
      return { axis, move: 'pool', kernelSize, stride, dilation, length };
    }),
});

/**
 * Keeps the largest value, or the average, of each window.
 *
 * @param along the axes that are pooled; the others stay as they are.
 * @example
 * pooling({ height: pool(2), width: pool(2) });
 */
export const pooling = (
  along: Readonly<Partial<Record<string, Pool>>>,
  options: { readonly name?: string; readonly keep?: 'max' | 'average' } = {},
): PoolingSpec => ({ kind: poolingKind, along, keep: 'max', ...options });
