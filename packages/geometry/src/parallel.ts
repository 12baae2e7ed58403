import { InputError } from '@axiswise/messages';
import type { Features } from './features.ts';
import {
  defineBranchingKind,
  defineLayerKind,
  type LayerGeometry,
  type LayerSpec,
} from './layer-kind.ts';

/** Several rows of layers side by side on the same input. */
export interface ParallelSpec extends LayerSpec {
  readonly branches: readonly (readonly LayerSpec[])[];
}

/** Puts the channels (or units) of several branches side by side. */
export type ConcatenationSpec = LayerSpec;
export type ConcatenationGeometry = LayerGeometry<ConcatenationSpec>;

export const concatenationKind = defineLayerKind<ConcatenationSpec>({
  name: 'concatenation',
  derive(_spec, { name, inputs }) {
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
        // The branch that sees farthest counts: a unit behind the branches sees them all.
        const widest = inputs
          .map(({ axes }) => axes[i])
          .reduce((a, b) => (b.receptiveField > a.receptiveField ? b : a));
        return { ...axis, receptiveField: widest.receptiveField, start: widest.start };
      }),
    };
    return { input: joined, output: joined };
  },
  describe: ({ inputs }) => `side by side: ${inputs.join(', ')}`,
  width: 'derived',
});

const parallelKind = defineBranchingKind<ParallelSpec>({
  name: 'parallel',
  branches: {
    of: ({ branches }) => branches,
    with: (spec, branches) => ({ ...spec, branches }),
    join: () => ({ kind: concatenationKind }),
  },
});

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
  return { kind: parallelKind, branches };
}
