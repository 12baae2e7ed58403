import type { ComparedStrategy } from '@axiswise/compare';
import { equalSizesWithin, shapeInWords } from '@axiswise/geometry';
import { listAnd } from '@axiswise/messages';

type Sized = Pick<ComparedStrategy, 'name' | 'sizeRatio' | 'shape'>;

/** Writes for each strategy what its size took besides other widths: a line each. */
export const shapeLines = (strategies: readonly Sized[]): string[] =>
  strategies.flatMap(({ name, sizeRatio, shape }) => {
    const words = shapeInWords({ ratio: sizeRatio ?? 1, shape });
    return words === undefined ? [] : [`${name}: ${words}.`];
  });

/** Whether the smallest sound shape of a strategy is larger than asked for. */
export const isTooLarge = ({ sizeRatio, shape }: Sized): boolean =>
  shape !== undefined && (sizeRatio ?? 1) > 1 + equalSizesWithin;

/** Names the strategies that are too large: `span-both (3.14 times)`; empty where none is. */
export const tooLargeWords = (strategies: readonly Sized[]): string =>
  listAnd(
    strategies
      .filter(isTooLarge)
      .map(({ name, sizeRatio }) => `${name} (${sizeRatio!.toFixed(2)} times)`),
  );
