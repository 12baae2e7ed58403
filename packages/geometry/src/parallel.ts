import { InputError, requireOneOf } from '@axiswise/messages';
import { additionKind } from './addition.ts';
import { concatenationKind } from './concatenation.ts';
import { identity } from './identity.ts';
import { defineBranchingKind, type LayerSpec } from './layer-kind.ts';

/** Several rows of layers side by side on the same input. */
export interface ParallelSpec extends LayerSpec {
  readonly branches: readonly (readonly LayerSpec[])[];
  /** The layer that receives the ends of all branches. */
  readonly join: LayerSpec;
}

const parallelKind = defineBranchingKind<ParallelSpec>({
  name: 'parallel',
  branches: {
    of: ({ branches }) => branches,
    with: (spec, branches) => ({ ...spec, branches }),
    join: ({ join }) => join,
  },
});

/** How branches are joined, by name. */
const joins = {
  concat: concatenationKind,
  add: additionKind,
} as const;

/**
 * Runs branches side by side on the same input and joins their ends: filters of several lengths that are
 * concatenated (Kim 2014), or a residual block, whose filters learn what is to be added to their input (He
 * et al. 2016).
 *
 * @param branches rows of layers; an empty one passes the input on, as {@link identity} does.
 * @throws InputError where there is no branch, or no such join.
 * @example
 * parallel([3, 4, 5].map((length) => [
 *   convolution(100, { move: { time: slide(length), embedding: span() } }),
 *   globalPooling(['time']),
 * ]));
 * const same = { move: { height: slide(3, { padding: 'same' }), width: slide(3, { padding: 'same' }) } };
 * parallel(
 *   [[identity()], [convolution(25, same), convolution(25, same, { activation: 'linear' })]],
 *   { join: 'add' },
 * );
 */
export function parallel(
  branches: readonly (readonly LayerSpec[])[],
  {
    join = 'concat',
  }: {
    /**
     * `concat` puts maps (or units) side by side; `add` adds branches of the same shape; or a layer of a kind of
     * your own that receives the ends of all branches. By default `concat`.
     */
    readonly join?: keyof typeof joins | LayerSpec;
  } = {},
): ParallelSpec {
  if (branches.length === 0) {
    throw new InputError('geometry', 'parallel takes at least one branch, got none');
  }
  return {
    kind: parallelKind,
    branches: branches.map((branch) => (branch.length === 0 ? [identity()] : branch)),
    join: typeof join === 'object' ? join : { kind: joinNamed(join) },
  };
}

const joinNamed = (name: string) =>
  joins[requireOneOf('geometry', 'join', name, Object.keys(joins)) as keyof typeof joins];
