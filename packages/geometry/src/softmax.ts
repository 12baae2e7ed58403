import { InputError } from '@axiswise/messages';
import { type Features, needsAxes, needsAxesNamed, needsUnits } from './features.ts';
import { defineLayerKind, type LayerGeometry, type LayerSpec } from './layer-kind.ts';

/** Makes probabilities of a vector of logits, or of the logits of each position. */
export interface SoftmaxSpec extends LayerSpec {
  /** The axes each of whose positions has logits of its own; absent where the input is flat. */
  readonly along?: readonly string[];
}

/** What is derived of softmax at its place in a network. */
export type SoftmaxGeometry = LayerGeometry<SoftmaxSpec>;

/** The arithmetic of softmax: its shape, its parameters and its words. */
export const softmaxKind = defineLayerKind<SoftmaxSpec>({
  name: 'softmax',
  derive({ along }, { name, input }) {
    if (along) return { output: positionsAlong(along, name, input) };
    needsUnits(name, 'a softmax', input);
    return { output: input };
  },
  describe: ({ spec: { along } }) =>
    along ? `probabilities at each position of ${along.join(' × ')}` : 'probabilities',
  width: 'as-input',
  lastActivation: () => 'softmax',
});

/**
 * Makes probabilities of units: the end of a classifier whose logits do not come from a dense layer,
 * such as a move on a board from a map of it.
 *
 * @param options.along makes probabilities at each position of these axes instead: the end of a network that
 *   labels positions. Each must be as long as in the network's input, and others one position long.
 */
export const softmax = (
  options: { readonly name?: string; readonly along?: readonly string[] } = {},
): SoftmaxSpec => ({
  kind: softmaxKind,
  ...options,
});

/** @throws InputError where an axis was subsampled, cut, spanned or flattened, or another one is left. */
function positionsAlong(along: readonly string[], name: string, input: Features): Features {
  if (input.flat) {
    throw new InputError(
      'geometry',
      `${name} labels each position of ${along.join(' × ')}, but its input is flattened; leave flatten() out`,
    );
  }
  needsAxes(name, 'a softmax', input);
  needsAxesNamed(name, along, input);
  for (const axis of input.axes) {
    if (!along.includes(axis.name)) {
      if (axis.length === 1) continue;
      throw new InputError(
        'geometry',
        `${name} labels each position of ${along.join(' × ')}, but "${axis.name}" still has ` +
          `${axis.length} positions; let filters span it before`,
      );
    }
    if (axis.length === axis.inputLength) continue;
    throw new InputError(
      'geometry',
      `${name} labels each of ${axis.inputLength} positions of "${axis.name}", but the layers before it ` +
        (axis.length === 1 ? 'span it' : `leave ${axis.length} of them`) +
        `: slide along it with padding 'same', and bring it back to ${axis.inputLength} with upsampling ` +
        `where it is subsampled`,
    );
  }
  return { ...input, axes: input.axes.filter((axis) => along.includes(axis.name)) };
}
