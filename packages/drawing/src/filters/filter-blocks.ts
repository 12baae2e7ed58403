/** What the filters of a layer do along one axis of their input. */
export interface FilterAlongAxis {
  readonly axis: string;
  readonly move: 'slide' | 'span';
  readonly kernelSize: number;
  readonly length: number;
  readonly stride: number;
  /** The pooling window behind it; 1 where there is none. */
  readonly pool: number;
  /** Into how many stretches the axis is divided that share no weights; absent: undivided. */
  readonly bands?: number;
  /** Whether its positions come in an order drawn by the seed. */
  readonly shuffled?: boolean;
}

/** A convolution or pooling of a network, and what it does along each axis. */
export interface FilterLayer {
  readonly name: string;
  /** `pooling`, or any kind that has filters. */
  readonly kind: string;
  readonly axes: readonly FilterAlongAxis[];
}

/** What is drawn of a strategy. */
export interface DrawnStrategy {
  readonly name: string;
  /** What its first filters do; null for a network without filters, a baseline. */
  readonly filter: readonly FilterAlongAxis[] | null;
  readonly weightSharing: 'full' | 'banded' | 'none';
  /** Every convolution and pooling in their order; absent in records of the first release. */
  readonly layers?: readonly FilterLayer[];
}

/** Filters with the pooling behind them. */
export interface FilterBlock {
  /** Of its layers, in their order; empty where they are not known. */
  readonly names: readonly string[];
  /** False for pooling that stands before any filter. */
  readonly hasFilters: boolean;
  readonly axes: readonly FilterAlongAxis[];
  /** How many such blocks follow each other. */
  readonly times: number;
}

/**
 * Groups the layers of a strategy into blocks: each convolution with the pooling behind it. Blocks that are
 * alike and follow each other are one.
 *
 * Without `layers` it is the one block that `filter` describes; a baseline has none.
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

/** Behind a filter that spans an axis, the axis has length 1, and nothing more happens along it. */
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
