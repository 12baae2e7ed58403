/** What the filters of a layer do along one axis of their input. */
export interface FilterAlongAxis {
  readonly axis: string;
  readonly move: 'slide' | 'span';
  readonly kernelSize: number;
  readonly length: number;
  readonly stride: number;
  /** The size of the pooling window after it; 1 without pooling. */
  readonly pool: number;
  /** The number of bands of the axis, which share no weights; absent without bands. */
  readonly bands?: number;
  /** Whether its positions are shuffled by the seed. */
  readonly shuffled?: boolean;
}

/** A convolution or pooling of a network, with its action along each axis. */
export interface FilterLayer {
  readonly name: string;
  /** `pooling`, or any kind with filters. */
  readonly kind: string;
  readonly axes: readonly FilterAlongAxis[];
}

/** The filters of a strategy, for drawing. */
export interface DrawnStrategy {
  readonly name: string;
  /** The action of its first filters; null for a network without filters, a baseline. */
  readonly filter: readonly FilterAlongAxis[] | null;
  readonly weightSharing: 'full' | 'banded' | 'none';
  /** Every convolution and pooling in order; absent in records of the first release. */
  readonly layers?: readonly FilterLayer[];
}

/** Filters with the pooling after them. */
export interface FilterBlock {
  /** The names of its layers, in order; empty if unknown. */
  readonly names: readonly string[];
  /** False for pooling before any filter. */
  readonly hasFilters: boolean;
  readonly axes: readonly FilterAlongAxis[];
  /** The number of equal consecutive blocks. */
  readonly times: number;
}

/**
 * Groups the layers of a strategy into blocks: each convolution with the pooling after it. Equal
 * consecutive blocks are merged.
 *
 * Without `layers` the result is the one block that `filter` describes; a baseline has none.
 */
export function filterBlocks({ filter, layers }: Omit<DrawnStrategy, 'name'>): FilterBlock[] {
  if (!layers) {
    return filter ? [{ names: [], hasFilters: true, axes: filter, times: 1 }] : [];
  }
  const blocks: FilterBlock[] = [];
  for (const { name, kind, axes } of layers) {
    const last = blocks.at(-1);
    const hasFilters = kind !== 'pooling';
    if (hasFilters || !last) {
      blocks.push({ names: [name], hasFilters, axes, times: 1 });
      continue;
    }
    blocks[blocks.length - 1] = {
      ...last,
      names: [...last.names, name],
      axes: last.axes.map((each) => ({
        ...each,
        pool: each.pool * (axes.find(({ axis }) => axis === each.axis)?.pool ?? 1),
      })),
    };
  }
  return blocks.map(withoutSpentAxes).reduce(joinAlike, []);
}

/**
 * Removes axes that an earlier filter spans: they have length 1, and nothing more happens along
 * them.
 */
const withoutSpentAxes = (block: FilterBlock): FilterBlock => {
  const left = block.axes.filter(({ length }) => length > 1);
  return left.length === 0 ? block : { ...block, axes: left };
};

function joinAlike(blocks: FilterBlock[], block: FilterBlock): FilterBlock[] {
  const last = blocks.at(-1);
  const same = ({ axes, hasFilters }: FilterBlock): string => JSON.stringify([axes, hasFilters]);
  if (!last || same(last) !== same(block)) return [...blocks, block];
  const joined = { ...last, names: [...last.names, ...block.names], times: last.times + 1 };
  return [...blocks.slice(0, -1), joined];
}
