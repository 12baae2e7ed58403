/** What the filters of a block do along one axis of their input. */
export interface FilterAlongAxis {
  readonly axis: string;
  readonly move: 'slide' | 'span';
  readonly kernelSize: number;
  readonly length: number;
  readonly stride: number;
  /** The size of the pooling window after it; 1 without pooling. */
  readonly pool: number;
  /** Whether the pooling window is the whole axis. */
  readonly poolsAll?: boolean;
  /** Into how many stretches the axis is divided that share no weights; absent: undivided. */
  readonly bands?: number | undefined;
  /** Whether its positions come in an order drawn by the seed. */
  readonly shuffled?: boolean | undefined;
}

/** A convolution or pooling of a network, with its action along each axis. */
export interface FilterLayer {
  readonly name: string;
  /** Layers of the same inputs stand side by side. */
  readonly inputs: readonly string[];
  readonly axes: readonly {
    readonly axis: string;
    readonly move: 'slide' | 'span' | 'pool' | 'global-pool';
    readonly kernelSize: number;
    readonly stride: number;
    readonly length: number;
    readonly bands?: number | undefined;
    /** Where every position has weights of its own. */
    readonly unshared?: boolean | undefined;
    readonly shuffled?: boolean | undefined;
  }[];
}

/** Which positions share weights. */
export type WeightSharing = 'full' | 'banded' | 'none';

/** What is drawn of a strategy. */
export interface DrawnStrategy {
  readonly name: string;
  /** The action of its first filters; null for a network without filters, a baseline. */
  readonly filter: readonly FilterAlongAxis[] | null;
  /** Of the first filters; `layers` say it of each. */
  readonly weightSharing: WeightSharing;
  /** Every convolution and pooling in their order; absent in records of the first release. */
  readonly layers?: readonly FilterLayer[] | undefined;
}

/** Filters with the pooling after them. */
export interface FilterBlock {
  /** The names of its layers, in order; empty if unknown. */
  readonly names: readonly string[];
  /** False for pooling before any filter. */
  readonly hasFilters: boolean;
  readonly axes: readonly FilterAlongAxis[];
  readonly weightSharing: WeightSharing;
  /** Whether it stands beside the block before it, and not behind. */
  readonly isBeside: boolean;
  /** How many such blocks there are. */
  readonly times: number;
  /** Whether these stand side by side. */
  readonly timesBeside: boolean;
}

/**
 * Groups the layers of a strategy into blocks: each convolution with the pooling behind it. Blocks that are
 * alike and follow each other, or stand side by side, are one.
 *
 * Without `layers` the result is the one block that `filter` describes; a baseline has none.
 */
export function filterBlocks({
  filter,
  weightSharing,
  layers,
}: Omit<DrawnStrategy, 'name'>): FilterBlock[] {
  const single = { isBeside: false, times: 1, timesBeside: false };
  if (!layers) {
    return filter ? [{ ...single, names: [], hasFilters: true, axes: filter, weightSharing }] : [];
  }
  const blocks: FilterBlock[] = [];
  let inputsBefore: string | undefined;
  for (const layer of layers) {
    const hasFilters = layer.axes.some(({ move }) => move === 'slide' || move === 'span');
    const last = blocks.at(-1);
    if (hasFilters || !last) {
      const inputs = layer.inputs.join();
      blocks.push({
        ...single,
        names: [layer.name],
        hasFilters,
        axes: layer.axes.map(filterAlongAxis),
        weightSharing: sharingOf(layer),
        isBeside: inputs === inputsBefore,
      });
      inputsBefore = inputs;
      continue;
    }
    blocks[blocks.length - 1] = {
      ...last,
      names: [...last.names, layer.name],
      axes: last.axes.map((each) => pooledBy(each, layer)),
    };
  }
  return blocks.map(withoutSpentAxes).reduce(joinAlike, []);
}

type LayerAxis = FilterLayer['axes'][number];

function filterAlongAxis(along: LayerAxis): FilterAlongAxis {
  const { axis, move, kernelSize, length, stride, bands, shuffled } = along;
  const notes = { ...(bands !== undefined && { bands }), ...(shuffled && { shuffled }) };
  if (move === 'slide' || move === 'span') {
    return { axis, move, kernelSize, length, stride, pool: 1, ...notes };
  }
  const alone: FilterAlongAxis = { axis, move: 'slide', kernelSize: 1, length, stride: 1, pool: 1 };
  return pooledBy({ ...alone, ...notes }, { axes: [along] });
}

function pooledBy(each: FilterAlongAxis, { axes }: Pick<FilterLayer, 'axes'>): FilterAlongAxis {
  const pooling = axes.find(({ axis }) => axis === each.axis);
  if (!pooling) return each;
  return {
    ...each,
    pool: each.pool * pooling.kernelSize,
    ...(pooling.move === 'global-pool' && { poolsAll: true }),
  };
}

function sharingOf({ axes }: FilterLayer): WeightSharing {
  if (axes.some(({ unshared }) => unshared)) return 'none';
  return axes.some(({ bands }) => bands !== undefined) ? 'banded' : 'full';
}

/** Behind a filter that spans an axis, the axis has length 1, and nothing more happens along it. */
const withoutSpentAxes = (block: FilterBlock): FilterBlock => {
  const left = block.axes.filter(({ length }) => length > 1);
  return left.length === 0 ? block : { ...block, axes: left };
};

function joinAlike(blocks: FilterBlock[], block: FilterBlock): FilterBlock[] {
  const last = blocks.at(-1);
  const does = ({ axes, hasFilters, weightSharing }: FilterBlock): string =>
    JSON.stringify([axes, hasFilters, weightSharing]);
  const joins =
    last && does(last) === does(block) && (last.times === 1 || last.timesBeside === block.isBeside);
  if (!joins) return [...blocks, block];
  const joined = {
    ...last,
    names: [...last.names, ...block.names],
    times: last.times + 1,
    timesBeside: block.isBeside,
  };
  return [...blocks.slice(0, -1), joined];
}
