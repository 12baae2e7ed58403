import {
  type Features,
  layerGeometry,
  type LayerGeometry,
  needsAxes,
  nothingToLearn,
  seeThrough,
} from './layer.ts';
import type { Pool } from './strategy.ts';
import { type AxisWindow, windowAlong } from './window.ts';

/** Keeps one value a window, along the axes that are named; the others stay as they are. */
export interface PoolingSpec {
  readonly kind: 'pooling';
  readonly name?: string;
  readonly along: Readonly<Partial<Record<string, Pool>>>;
  readonly keep: 'max' | 'average';
}

/**
 * @example
 * pooling({ height: pool(2), width: pool(2) });
 */
export function pooling(
  along: Readonly<Partial<Record<string, Pool>>>,
  options: { readonly name?: string; readonly keep?: 'max' | 'average' } = {},
): PoolingSpec {
  return { kind: 'pooling', along, keep: 'max', ...options };
}

export interface PoolingGeometry extends LayerGeometry<PoolingSpec> {
  readonly kind: 'pooling';
  /** In the order of the axes; a window of 1 leaves its axis alone. */
  readonly windows: readonly AxisWindow[];
}

export function derivePooling(name: string, spec: PoolingSpec, input: Features): PoolingGeometry {
  needsAxes(name, 'pooling', input);
  const windows = input.axes.map(({ name: axis, length }) => {
    const { size = 1, stride = 1, padding = 'valid' } = spec.along[axis] ?? {};
    return windowAlong(length, { kernelSize: size, stride, padding }, `${name}, axis "${axis}"`);
  });
  const output: Features = {
    ...input,
    axes: input.axes.map((axis, i) => seeThrough(axis, windows[i])),
  };
  return {
    ...layerGeometry(name, spec, input, output, nothingToLearn),
    kind: 'pooling',
    windows,
  };
}
