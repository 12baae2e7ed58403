/** What the filters of a block do along one axis of their input. */
export interface FilterAlongAxis {
  readonly axis: string;
  readonly move: 'slide' | 'span';
  readonly kernelSize: number;
  readonly length: number;
  readonly stride: number;
  /** The size of the pooling window after it; 1 without pooling. */
  readonly pool: number;
  /** The length of the blur before every `pool`-th value is kept; absent without one. */
  readonly blur?: number;
  /** Whether the pooling window is the whole axis. */
  readonly poolsAll?: boolean;
  /** The number of bands of the axis, which share no weights; absent without bands. */
  readonly bands?: number | undefined;
  /** Whether its positions are shuffled by the seed. */
  readonly shuffled?: boolean | undefined;
}

/** A convolution or pooling of a network, with its action along each axis. */
export interface FilterLayer {
  readonly name: string;
  /** Layers with the same inputs are parallel. */
  readonly inputs: readonly string[];
  readonly axes: readonly {
    readonly axis: string;
    readonly move: 'slide' | 'span' | 'pool' | 'global-pool';
    readonly kernelSize: number;
    readonly stride: number;
    readonly length: number;
    readonly bands?: number | undefined;
    /** Whether every position has its own weights. */
    readonly unshared?: boolean | undefined;
    readonly shuffled?: boolean | undefined;
    /** Whether pooling takes a weighted mean of the window. */
    readonly blurs?: boolean | undefined;
  }[];
}

/** Which positions share weights. */
export type WeightSharing = 'full' | 'banded' | 'none';

/** The filters of a strategy, for drawing. */
export interface DrawnStrategy {
  readonly name: string;
  /** The action of its first filters; null for a network without filters, a baseline. */
  readonly filter: readonly FilterAlongAxis[] | null;
  /** The sharing of the first filters; `layers` have that of each. */
  readonly weightSharing: WeightSharing;
  /** Every convolution and pooling in order; absent in records of the first release. */
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
  /** Whether it is parallel to the block before it, not after it. */
  readonly isBeside: boolean;
  /** The number of equal blocks. */
  readonly times: number;
  /** Whether these are parallel. */
  readonly timesBeside: boolean;
}

/**
 * Groups the layers of a strategy into blocks: each convolution with the pooling after it. Equal
 * consecutive or parallel blocks are merged.
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
  if (pooling.blurs) {
    // A maximum at every position before it belongs to it: `pool(2, { blur: 3 })`.
    return { ...each, pool: Math.max(each.pool, pooling.stride), blur: pooling.kernelSize };
  }
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

/** Removes axes that an earlier filter spans: they have length 1, and nothing more happens there. */
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
