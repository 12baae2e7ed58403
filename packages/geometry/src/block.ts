import { InputError } from '@axiswise/messages';
import { convolution } from './convolution.ts';
import type { FilterStrategy } from './filter-strategy.ts';
import type { Activation, LayerSpec } from './layer-kind.ts';
import { pooling } from './pooling.ts';
import type { Strategy } from './strategy.ts';

/** Filters, then pooling where the strategy pools: one block of a convolutional network. */
export function block<Axis extends string>(
  filters: number,
  strategy: FilterStrategy<Axis>,
  options: { readonly activation?: Activation } = {},
): LayerSpec[] {
  const along = strategy.pool ?? {};
  const filtersThenPooling: LayerSpec[] = [convolution(filters, strategy, options)];
  if (Object.keys(along).length > 0) filtersThenPooling.push(pooling(along));
  return filtersThenPooling;
}

/**
 * The blocks of a strategy, one behind the other.
 *
 * @param filters how many the first block has, the second and so on: for each block that a strategy may
 *   have, so that a strategy of fewer blocks leaves the last ones out.
 * @throws InputError where the strategy has more blocks than that.
 * @example
 * const twice = { move: { height: slide(3), width: slide(3) } };
 * blocks([25, 50], { blocks: [twice, twice] }).length; // 2
 */
export function blocks<Axis extends string>(
  filters: readonly number[],
  strategy: Strategy<Axis>,
  options: { readonly activation?: Activation } = {},
): LayerSpec[] {
  if (strategy.blocks.length > filters.length) {
    throw new InputError(
      'geometry',
      `the strategy has ${strategy.blocks.length} blocks, but the network says the filters of ` +
        `${filters.length}: give blocks([…], strategy) a number for each`,
    );
  }
  return strategy.blocks.flatMap((each, i) => block(filters[i], each, options));
}
