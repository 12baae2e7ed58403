import { InputError } from '@axiswise/messages';
import { defineLayerKind, type LayerGeometry } from './layer-kind.ts';
import {
  needsPositionsOfExample,
  type NormalizationSpec,
  normalized,
  requireEpsilon,
} from './normalization.ts';

/** Gives each channel mean 0 and variance 1 over a batch, then a scale and an offset that are trained. */
export interface BatchNormalizationSpec extends NormalizationSpec {
  /** The share of a moving mean that stays at each step. */
  readonly momentum: number;
}

/** What is derived of batch normalisation at its place in a network. */
export type BatchNormalizationGeometry = LayerGeometry<BatchNormalizationSpec>;

/** The arithmetic of batch normalisation: its shape, its parameters and its words. */
export const batchNormalizationKind = defineLayerKind<BatchNormalizationSpec>({
  name: 'batch-normalization',
  derive(_spec, place) {
    needsPositionsOfExample(place.name, place.input);
    return normalized(place, 'a normalisation');
  },
  describe: () => 'each channel to mean 0, variance 1 over the batch',
  width: 'as-input',
  partOfLayerBefore: true,
  needsSeveralExamples: true,
});

/**
 * Batch normalisation (Ioffe and Szegedy 2015): each channel, or unit, has mean 0 and variance 1 over all
 * examples and positions of a batch, then is multiplied by a number and another one is added, both trained.
 *
 * A trained network uses moving means of the mean and of the variance instead, so that an example does not
 * depend on others. A batch of a single example, as the last one of an epoch may be, is normalised by these
 * too, and changes them not; batches that all have one example are refused. Filters before it need no
 * bias.
 *
 * @param options.momentum the share of a moving mean that stays at each step; by default 0.9, as in PyTorch
 *   (which calls it 0.1). What it begins with has no part in it.
 * @param options.epsilon added to the variance; by default 1e-5.
 * @throws InputError where one of them is out of range.
 * @example
 * const narrow = { move: { height: slide(3), width: slide(3) } };
 * [convolution(25, narrow, { activation: 'linear', bias: 'none' }), batchNormalization(), activation('relu')];
 */
export function batchNormalization(
  options: {
    readonly momentum?: number;
    readonly epsilon?: number;
    readonly name?: string;
  } = {},
): BatchNormalizationSpec {
  const { momentum = 0.9, epsilon = 1e-5 } = options;
  requireEpsilon(epsilon);
  if (!(momentum >= 0 && momentum < 1)) {
    throw new InputError('geometry', `momentum must be from 0 to below 1, got ${momentum}`);
  }
  return { kind: batchNormalizationKind, ...options, momentum, epsilon };
}
