import type { Axes } from './axes.ts';
import type { FilterStrategy } from './strategy.ts';

/** One thing in which a strategy acts against what its domain declares of an axis. */
export interface Objection {
  readonly axis: string;
  /** `slides where no pattern recurs`, `spans where patterns recur`, … */
  readonly what: string;
  /** The domain's own reason. */
  readonly because: string;
}

/**
 * Where a strategy acts against the domain's two answers about its axes; empty where it follows them.
 *
 * Sliding (with shared weights) is right where patterns recur and nowhere else; pooling or striding
 * where an axis may be subsampled, though it never has to. Weights shared within bands pass: patterns
 * that move a little are still the same.
 *
 * @example
 * const { height, width } = pixels.declarations;
 * objections(pixels, { move: { height: slide(3), width: span() } }).map(({ what }) => what);
 * // ['spans width, along which patterns recur']
 */
export function objections<Axis extends string>(
  axes: Axes<Axis>,
  { move, pool, weightSharing }: FilterStrategy<Axis>,
): Objection[] {
  return axes.names.flatMap((axis) => {
    const { patternsRecur, subsamplable } = axes.declarations[axis];
    const along = move[axis];
    const found: Objection[] = [];
    if (along.move === 'span' && patternsRecur.answer) {
      found.push({
        axis,
        what: `spans ${axis}, along which patterns recur`,
        because: patternsRecur.because,
      });
    }
    if (along.move === 'slide' && !patternsRecur.answer) {
      found.push({
        axis,
        what: `slides along ${axis}, along which patterns do not recur`,
        because: patternsRecur.because,
      });
    }
    if (along.move === 'slide' && patternsRecur.answer && weightSharing === 'none') {
      found.push({
        axis,
        what: `shares no weights along ${axis}, along which patterns recur`,
        because: patternsRecur.because,
      });
    }
    const stride = Math.max(along.move === 'slide' ? along.stride : 1, pool?.[axis]?.stride ?? 1);
    if (stride > 1 && !subsamplable.answer) {
      found.push({
        axis,
        what: `subsamples ${axis}, which changes the object`,
        because: subsamplable.because,
      });
    }
    return found;
  });
}
