import type { FilterStrategy, Pool, Slide, Span } from './filter-strategy.ts';

/**
 * The same strategy, padded so that only a stride, pooling or spanning shortens an axis: what a network takes that
 * labels positions, up to the edge.
 *
 * @example
 * padded({ move: { height: slide(3), width: span() } }); // slide(3, { padding: 'same' }), span()
 */
export function padded<Axis extends string>(strategy: FilterStrategy<Axis>): FilterStrategy<Axis> {
  const move = Object.entries<Slide | Span>(strategy.move).map(([axis, along]) => [
    axis,
    along.move === 'span' ? along : { ...along, padding: 'same' as const },
  ]);
  const pool = Object.entries<Pool | undefined>(strategy.pool ?? {}).map(([axis, window]) => [
    axis,
    window && { ...window, padding: 'same' as const },
  ]);
  return {
    ...strategy,
    move: Object.fromEntries(move) as Record<Axis, Slide | Span>,
    ...(strategy.pool && { pool: Object.fromEntries(pool) as FilterStrategy<Axis>['pool'] }),
  };
}
