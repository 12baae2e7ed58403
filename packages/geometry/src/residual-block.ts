import { activation } from './activation.ts';
import { batchNormalization } from './batch-normalization.ts';
import { convolution } from './convolution.ts';
import type { FilterStrategy, Slide, Span } from './filter-strategy.ts';
import { identity } from './identity.ts';
import type { LayerSpec } from './layer-kind.ts';
import { parallel } from './parallel.ts';

/**
 * A pre-activation residual block (He et al. 2016, "Identity mappings in deep residual networks", figure 1b):
 * twice normalisation, rectifier and filters, then added to the block's input. Behind the last block comes
 * one more normalisation and rectifier.
 *
 * The filters move as the strategy says, one position at a time and over the ends of each axis, so that the
 * lengths stay; there is no pooling. An axis that they span must have one position, as behind a block of
 * the same strategy.
 *
 * @param filters as many as the input has channels.
 * @example
 * const narrow = { move: { height: slide(3), width: slide(3) } };
 * [
 *   ...block(32, narrow, { activation: 'linear' }),
 *   residualBlock(32, narrow),
 *   residualBlock(32, narrow),
 *   batchNormalization(),
 *   activation('relu'),
 * ];
 */
export function residualBlock<Axis extends string>(
  filters: number,
  strategy: FilterStrategy<Axis>,
  {
    normalization = batchNormalization,
  }: {
    /** Makes a normalisation; by default {@link batchNormalization}. */
    readonly normalization?: () => LayerSpec;
  } = {},
): LayerSpec {
  const half = (): LayerSpec[] => [
    normalization(),
    activation('relu'),
    convolution(filters, keepingLengths(strategy), { activation: 'linear', bias: 'none' }),
  ];
  return parallel([[identity()], [...half(), ...half()]], { join: 'add' });
}

/** The filters of a strategy, with as many outputs along each axis as inputs. */
function keepingLengths<Axis extends string>({
  move,
  weightSharing = 'full',
}: FilterStrategy<Axis>): FilterStrategy<Axis> {
  const still = Object.entries<Slide | Span>(move).map(([axis, along]) => {
    if (along.move === 'span') return [axis, along];
    const { kernelSize, dilation, control } = along;
    return [axis, { move: 'slide', stride: 1, padding: 'same', kernelSize, dilation, control }];
  });
  return { move: Object.fromEntries(still) as Record<Axis, Slide | Span>, weightSharing };
}
