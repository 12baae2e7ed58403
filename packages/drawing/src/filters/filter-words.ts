import {
  type DrawnStrategy,
  type FilterAlongAxis,
  type FilterBlock,
  filterBlocks,
} from './filter-blocks.ts';

/** Joins words that must stay on one line, with a non-breaking space. */
const nbsp = '\u00a0';

/** The description of a network without filters. */
export const noFilters = 'no filters: a baseline';

/** `slide height 3, span width`; empty for pooling alone. */
export function moveWords({ hasFilters, axes }: FilterBlock): string {
  if (!hasFilters) return '';
  if (axes.every(({ length }) => length === 1)) return 'filters on the one position that is left';
  return axes
    .map(({ axis, move, kernelSize, stride }) =>
      move === 'span'
        ? `span${nbsp}${axis}`
        : `slide${nbsp}${axis}${nbsp}${kernelSize}${stride > 1 ? `${nbsp}by${nbsp}${stride}` : ''}`,
    )
    .join(', ');
}

/** `pool height 2, width 2 blurred by 3`, `pool all of time`; empty without pooling. */
export function poolingWords({ axes }: FilterBlock): string {
  const pooled = axes
    .filter(({ pool }) => pool > 1)
    .map(({ axis, pool, blur, poolsAll }) => {
      if (poolsAll) return `all of ${axis}`;
      return `${axis} ${pool}${blur === undefined ? '' : ` blurred by ${blur}`}`;
    });
  return pooled.length > 0 ? `pool ${pooled.join(', ')}` : '';
}

/** ` (3 times)`, ` (3 side by side)`; empty for a single block. */
export const timesWords = ({ times, timesBeside }: FilterBlock): string =>
  times > 1 ? ` (${times}${nbsp}${timesBeside ? 'side by side' : 'times'})` : '';

/** Describes a block, without empty parts. */
export const blockWords = (block: FilterBlock): string =>
  [moveWords(block) + timesWords(block), poolingWords(block), ...specialWords(block)]
    .filter((words) => words !== '')
    .join('; ');

/** Describes each block and its relation to the block before it. */
export const inOrder = (
  blocks: readonly FilterBlock[],
  words: (block: FilterBlock) => string,
): string =>
  blocks.map((block, i) => `${i > 0 ? `; ${orderWords(block)} ` : ''}${words(block)}`).join('');

/** The relation of a block to the one before it. */
export const orderWords = ({ isBeside }: FilterBlock): string => (isBeside ? 'beside it' : 'then');

/** Special properties of weights and positions: bands, local weights, shuffled axes. */
export const specialWords = ({ axes, weightSharing }: FilterBlock): string[] => [
  ...(weightSharing === 'banded' ? [`each ${bandWords(axes)} has filters of its own`] : []),
  ...(weightSharing === 'none' ? ['each position has filters of its own'] : []),
  ...axes.filter(({ shuffled }) => shuffled).map(({ axis }) => `${axis} in shuffled order`),
];

/** `of 4 bands of frequency`, if their number is known. */
function bandWords(axes: readonly FilterAlongAxis[]): string {
  const divided = axes.filter(({ bands }) => bands !== undefined);
  if (divided.length === 0) return 'band';
  return `of ${divided.map(({ axis, bands }) => `${bands} bands of ${axis}`).join(' and ')}`;
}

/**
 * Describes all convolutions and poolings of a strategy:
 * `slide height 3, span width; pool height 2; then slide height 3`.
 */
export function filterWords(strategy: Omit<DrawnStrategy, 'name'>): string {
  const blocks = filterBlocks(strategy);
  if (blocks.length === 0) return noFilters;
  return inOrder(blocks, blockWords).replaceAll(nbsp, ' ');
}
