import { InputError } from '@axiswise/messages';
import { type Blur, blurPooling } from './blur-pooling.ts';
import { convolution } from './convolution.ts';
import type { FilterStrategy, Pool, Slide, Span } from './filter-strategy.ts';
import type { Activation, LayerSpec } from './layer-kind.ts';
import { pooling } from './pooling.ts';
import type { Strategy } from './strategy.ts';

/**
 * Filters, then pooling where the strategy pools: one block of a convolutional network. Where the strategy
 * blurs before it subsamples, a {@link blurPooling} does the subsampling.
 */
export function block<Axis extends string>(
  filters: number,
  strategy: FilterStrategy<Axis>,
  options: { readonly activation?: Activation } = {},
): LayerSpec[] {
  const layers: LayerSpec[] = [convolution(filters, withoutBlurredStrides(strategy), options)];
  const blurredStrides = Object.entries<Slide | Span>(strategy.move).flatMap(([axis, along]) =>
    along.move === 'slide' && along.blur !== undefined ? [[axis, blurOf(along)] as const] : [],
  );
  if (blurredStrides.length > 0) layers.push(blurPooling(Object.fromEntries(blurredStrides)));
  const along = Object.entries<Pool | undefined>(strategy.pool ?? {}).flatMap(([axis, window]) =>
    window ? [[axis, window] as const] : [],
  );
  const windows = along.map(([axis, { blur, ...window }]) => [
    axis,
    blur === undefined ? window : { ...window, stride: 1, padding: 'same' as const },
  ]);
  if (windows.length > 0) layers.push(pooling(Object.fromEntries(windows)));
  const blurred = along.filter(([, { blur }]) => blur !== undefined);
  if (blurred.length > 0) {
    layers.push(blurPooling(Object.fromEntries(blurred.map(([axis, w]) => [axis, blurOf(w)]))));
  }
  return layers;
}

const blurOf = ({ blur, stride, control }: Slide | Pool): Blur => ({
  size: blur!,
  stride,
  control,
});

/** The filters of a strategy at every position: what a blur behind them subsamples. */
function withoutBlurredStrides<Axis extends string>(
  strategy: FilterStrategy<Axis>,
): FilterStrategy<Axis> {
  const move = Object.entries<Slide | Span>(strategy.move).map(([axis, along]) => {
    if (along.move === 'span' || along.blur === undefined) return [axis, along];
    const { blur: _blur, ...slide } = along;
    return [axis, { ...slide, stride: 1 }];
  });
  return { ...strategy, move: Object.fromEntries(move) as Record<Axis, Slide | Span> };
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
