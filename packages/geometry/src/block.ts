import { convolution } from './convolution.ts';
import type { Activation, LayerSpec } from './layer-kind.ts';
import { pooling } from './pooling.ts';
import type { FilterStrategy } from './strategy.ts';

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
