import { InputError } from '@axiswise/messages';
import { type Features, layerGeometry, type LayerGeometry, nothingToLearn } from './layer.ts';
import type { LayerSpec } from './network.ts';

/** Several rows of layers side by side on the same input; what they find is laid side by side. */
export interface ParallelSpec {
  readonly kind: 'parallel';
  readonly branches: readonly (readonly LayerSpec[])[];
}

/**
 * Runs branches side by side on the same input and concatenates their maps (or units), as for filters
 * of several lengths (Kim 2014).
 *
 * @example
 * parallel([3, 4, 5].map((length) => [
 *   convolution(100, { move: { time: slide(length), embedding: span() } }),
 *   globalPooling(['time']),
 * ]));
 */
export function parallel(branches: readonly (readonly LayerSpec[])[]): ParallelSpec {
  if (branches.length === 0 || branches.some((branch) => branch.length === 0)) {
    throw new InputError('geometry', 'parallel takes branches of at least one layer each');
  }
  return { kind: 'parallel', branches };
}

/** Where branches end. */
export interface ConcatenationSpec {
  readonly kind: 'concatenation';
}

export interface ConcatenationGeometry extends LayerGeometry<ConcatenationSpec> {
  readonly kind: 'concatenation';
}

/** @param inputs what each branch hands on: equal but for the channels. */
export function deriveConcatenation(
  name: string,
  inputs: readonly Features[],
): ConcatenationGeometry {
  const [first] = inputs;
  const lengths = ({ flat, axes }: Features): string =>
    flat ? 'flattened' : axes.map((axis) => `${axis.name} ${axis.length}`).join(' × ');
  const other = inputs.find((input) => lengths(input) !== lengths(first));
  if (other) {
    throw new InputError(
      'geometry',
      `${name}: parallel branches must end alike, but one is ${lengths(first)} and another ` +
        `${lengths(other)}; pool over whole axes, pad, or flatten each branch`,
    );
  }
  const joined: Features = {
    ...first,
    channels: inputs.reduce((sum, { channels }) => sum + channels, 0),
    axes: first.axes.map((axis, i) => {
      // What sees farthest is stated: a unit behind the branches sees them all.
      const widest = inputs
        .map(({ axes }) => axes[i])
        .reduce((a, b) => (b.receptiveField > a.receptiveField ? b : a));
      return { ...axis, receptiveField: widest.receptiveField, start: widest.start };
    }),
  };
  return {
    ...layerGeometry(name, { kind: 'concatenation' }, joined, joined, nothingToLearn),
    kind: 'concatenation',
  };
}
