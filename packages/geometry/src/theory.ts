import type { Axes } from './axes.ts';
import { type Strategy, subsamplesAlong } from './strategy.ts';

/** One thing in which a strategy acts against what its domain declares of an axis. */
export interface Objection {
  readonly axis: string;
  /** `slides along time, along which patterns do not recur`, … */
  readonly what: string;
  /** The domain's own reason. */
  readonly because: string;
}

/**
 * Where a strategy acts against what the domain declares of its axes; empty where it follows them.
 *
 * Sliding (with shared weights) is right where patterns recur and nowhere else; pooling or striding
 * where an axis may be subsampled, though it never has to. Weights shared within bands pass: patterns
 * that move a little are still the same. Spanning an axis passes behind a block that slid along it, as a
 * dense layer does: there it looks at where patterns were found.
 *
 * @example
 * const strategy = { blocks: [{ move: { height: slide(3), width: span() } }] };
 * objections(pixels, strategy).map(({ what }) => what);
 * // ['spans width, along which patterns recur']
 */
export function objections<Axis extends string>(
  axes: Axes<Axis>,
  strategy: Strategy<Axis>,
): Objection[] {
  return axes.names.flatMap((axis) => {
    const { patternsRecur, subsamplable } = axes.declarations[axis];
    const slides = strategy.blocks.filter(({ move }) => move[axis].move === 'slide');
    const found: Objection[] = [];
    if (strategy.blocks[0].move[axis].move === 'span' && patternsRecur.answer) {
      found.push({
        axis,
        what: `spans ${axis}, along which patterns recur`,
        because: patternsRecur.because,
      });
    }
    if (slides.length > 0 && !patternsRecur.answer) {
      found.push({
        axis,
        what: `slides along ${axis}, along which patterns do not recur`,
        because: patternsRecur.because,
      });
    }
    if (slides.some(({ weightSharing }) => weightSharing === 'none') && patternsRecur.answer) {
      found.push({
        axis,
        what: `shares no weights along ${axis}, along which patterns recur`,
        because: patternsRecur.because,
      });
    }
    if (subsamplesAlong(strategy, axis) && !subsamplable.answer) {
      found.push({
        axis,
        what: `subsamples ${axis}, which changes the object`,
        because: subsamplable.because,
      });
    }
    return found;
  });
}
