import { InputError } from '@axiswise/messages';
import type { Axes } from './axes.ts';
import { checkFilters, checkNames, type FilterStrategy } from './filter-strategy.ts';

/** What the filters of a whole network do, block by block. */
export interface Strategy<Axis extends string = string> {
  /**
   * One for each block of filters. The experiment's `network` says whether they stand one behind the
   * other or side by side.
   */
  readonly blocks: readonly FilterStrategy<Axis>[];
  /**
   * Axes whose positions come in an order drawn by the seed: a control. Where the order of an axis
   * means nothing, a filter that spans it finds as much as before.
   */
  readonly shuffled?: readonly NoInfer<Axis>[];
  /** What the theory says of this strategy, shown beside what is measured. */
  readonly expectation?: string;
}

/** Whether filters slide along an axis, in any block. */
export const slidesAlong = <Axis extends string>(
  { blocks }: Strategy<Axis>,
  axis: NoInfer<Axis>,
): boolean => blocks.some(({ move }) => move[axis].move === 'slide');

/** Whether an axis keeps fewer positions than it has, by a stride or by pooling, in any block. */
export const subsamplesAlong = <Axis extends string>(
  { blocks }: Strategy<Axis>,
  axis: NoInfer<Axis>,
): boolean =>
  blocks.some(({ move, pool }) => {
    const along = move[axis];
    return (along.move === 'slide' && along.stride > 1) || (pool?.[axis]?.stride ?? 1) > 1;
  });

/**
 * Checks at run time what the compiler checks where it can: there are blocks, each names every axis and
 * no other, and nothing is subsampled that the domain declares not subsamplable.
 *
 * @param where names the place for the error message, such as `strategy "slide-both"`.
 */
export function checkStrategy<Axis extends string>(
  axes: Axes<Axis>,
  { blocks, shuffled = [] }: Strategy<Axis>,
  where: string,
): void {
  if (!Array.isArray(blocks) || blocks.length === 0) {
    throw new InputError(
      'geometry',
      `${where} must say what each block of filters does: write blocks: [{ move: { … } }]`,
    );
  }
  for (const [i, filters] of blocks.entries()) {
    checkFilters(axes, filters, blocks.length === 1 ? where : `${where}, block ${i + 1}`);
  }
  checkNames(
    axes,
    Object.fromEntries(shuffled.map((axis) => [axis, true])),
    `${where}, "shuffled"`,
  );
}
