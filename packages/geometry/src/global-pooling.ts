import { InputError } from '@axiswise/messages';
import {
  type Features,
  layerGeometry,
  type LayerGeometry,
  needsAxes,
  nothingToLearn,
} from './layer.ts';

/** Keeps one value a map along whole axes. */
export interface GlobalPoolingSpec {
  readonly kind: 'global-pooling';
  readonly name?: string;
  readonly along: readonly string[];
  readonly keep: 'max' | 'average';
}

/**
 * Keeps one value along whole axes: "does the pattern turn up anywhere?" (max over time, Collobert et
 * al. 2011), or how much of it there is.
 *
 * That is not subsampling: it answers a question about the whole axis instead of thinning it out, and
 * is sound wherever patterns recur. Positions that exist only because other examples are longer are left
 * out: an example counts as if it had come alone, at its own length.
 *
 * @param along the axes, by name; each is one position long afterwards.
 * @example
 * globalPooling(['time']);
 */
export function globalPooling<Axis extends string>(
  along: readonly Axis[],
  options: { readonly name?: string; readonly keep?: 'max' | 'average' } = {},
): GlobalPoolingSpec {
  return { kind: 'global-pooling', along, keep: 'max', ...options };
}

export interface GlobalPoolingGeometry extends LayerGeometry<GlobalPoolingSpec> {
  readonly kind: 'global-pooling';
}

export function deriveGlobalPooling(
  name: string,
  spec: GlobalPoolingSpec,
  input: Features,
): GlobalPoolingGeometry {
  needsAxes(name, 'pooling', input);
  const names = input.axes.map((axis) => axis.name);
  const stranger = spec.along.find((axis) => !names.includes(axis));
  if (stranger !== undefined) {
    throw new InputError(
      'geometry',
      `${name} names the axis "${stranger}", but the axes are ${names.join(', ')}`,
    );
  }
  const output: Features = {
    ...input,
    axes: input.axes.map((axis) =>
      spec.along.includes(axis.name)
        ? { ...axis, length: 1, receptiveField: axis.inputLength, start: 0, paddedBehind: 0 }
        : axis,
    ),
  };
  return {
    ...layerGeometry(name, spec, input, output, nothingToLearn),
    kind: 'global-pooling',
  };
}
