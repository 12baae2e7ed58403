import type * as tf from '@tensorflow/tfjs-core';
import { exactConvolutionsWanted } from './exact-convolutions.ts';

/** Fewer channels than a vector has lanes. */
const fewChannels = 4;

/** Into so many blocks a long filter along one axis is cut, at most. */
const mostBlocks = 4;

/** What it costs to transform a number, in multiplications of a product. */
const transformCost = 6;

/** A convolution with strides and dilations of 1; NHWC. */
export interface UnitConvolution {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
}

/** How Winograd's algorithm divides a convolution into tiles; see winograd.as. */
export interface Tiling {
  readonly convolution: UnitConvolution;
  /** Points along each axis: 6 or 8 along one with tiles, else 1. */
  readonly rows: number;
  readonly columns: number;
  /** Outputs of a tile. */
  readonly stepHeight: number;
  readonly stepWidth: number;
  /** Tiles of an example. */
  readonly tileRows: number;
  readonly tileColumns: number;
  /** Pieces into which a long filter along the first axis is cut, and their taps. */
  readonly blocks: number;
  readonly blockTaps: number;
  /** What an example costs, in multiplications. */
  readonly cost: number;
}

/**
 * The tiles of a convolution; undefined where Winograd's algorithm does not apply, or does not pay.
 *
 * The size of the batch has no influence: an example gets the same bits in every batch.
 */
export function tilingOf(info: tf.backend_util.Conv2DInfo): Tiling | undefined {
  const convolution = unitConvolution(info);
  return convolution && cheapestTiling(convolution);
}

/** The tiles of a convolution's gradient by its input, as the convolution of dy with the rotated filter. */
export function inputGradientTilingOf(info: tf.backend_util.Conv2DInfo): Tiling | undefined {
  const convolution = unitConvolution(info);
  if (!convolution) return undefined;
  const { height, width, channels, outHeight, outWidth, outChannels, ...rest } = convolution;
  return cheapestTiling({
    ...rest,
    height: outHeight,
    width: outWidth,
    channels: outChannels,
    outHeight: height,
    outWidth: width,
    outChannels: channels,
    padTop: rest.filterHeight - 1 - rest.padTop,
    padLeft: rest.filterWidth - 1 - rest.padLeft,
  });
}

function unitConvolution(info: tf.backend_util.Conv2DInfo): UnitConvolution | undefined {
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = info;
  if (strideHeight * strideWidth * dilationHeight * dilationWidth !== 1) return undefined;
  const { inWidth, inChannels, filterWidth } = info;
  // What a filter sees of a row that it spans lies in one piece, like channels of one position.
  const spansWidth = filterWidth === inWidth && padInfo.left === 0 && padInfo.right === 0;
  return {
    batch: info.batchSize,
    height: info.inHeight,
    width: spansWidth ? 1 : inWidth,
    channels: spansWidth ? inWidth * inChannels : inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    filterHeight: info.filterHeight,
    filterWidth: spansWidth ? 1 : filterWidth,
    padTop: padInfo.top,
    padLeft: padInfo.left,
  };
}

function cheapestTiling(convolution: UnitConvolution): Tiling | undefined {
  const { channels, outChannels, outHeight, outWidth, filterHeight, filterWidth } = convolution;
  if (exactConvolutionsWanted() || Math.min(channels, outChannels) < fewChannels) return undefined;
  const direct =
    outHeight * outWidth * filterHeight * filterWidth * channels * wholeBlocks(outChannels);
  const cheapest = tilingsOf(convolution).reduce<Tiling | undefined>(
    (best, tiling) => (best && best.cost <= tiling.cost ? best : tiling),
    undefined,
  );
  return cheapest && cheapest.cost < direct ? cheapest : undefined;
}

/** Products are computed for whole blocks of eight channels. */
const wholeBlocks = (channels: number): number => Math.ceil(channels / 8) * 8;

/** All ways to divide a convolution into tiles; of two equally good ones, the first is more exact. */
function tilingsOf(convolution: UnitConvolution): Tiling[] {
  const { filterHeight, filterWidth } = convolution;
  const alongBoth = filterHeight > 1 && filterWidth > 1;
  return (alongBoth ? [6] : [6, 8]).flatMap((points) => {
    const across = stepsOf(filterWidth, points);
    const blockCounts = filterWidth > 1 ? [1] : Array.from({ length: mostBlocks }, (_, i) => i + 1);
    return blockCounts.flatMap((blocks) => {
      const blockTaps = Math.ceil(filterHeight / blocks);
      const down = stepsOf(blockTaps, points);
      if (!down || !across || down.points * across.points === 1) return [];
      return [tilingWith(convolution, down, across, { blocks, blockTaps })];
    });
  });
}

interface AxisSteps {
  readonly points: number;
  readonly step: number;
}

/** The points of a tile along an axis, and its outputs; undefined where so many taps are not served. */
function stepsOf(taps: number, points: number): AxisSteps | undefined {
  if (taps === 1) return { points: 1, step: 1 };
  const step = points + 1 - taps;
  // Of eight points, more than six outputs would be less exact, and fewer than two save nothing.
  return taps >= 3 && step >= 2 ? { points, step } : undefined;
}

function tilingWith(
  convolution: UnitConvolution,
  down: AxisSteps,
  across: AxisSteps,
  { blocks, blockTaps }: { readonly blocks: number; readonly blockTaps: number },
): Tiling {
  const { channels, outChannels, outHeight, outWidth } = convolution;
  const tileRows = Math.ceil(outHeight / down.step);
  const tileColumns = Math.ceil(outWidth / across.step);
  const numbers = down.points * across.points * tileRows * tileColumns;
  const seen = blocks * channels;
  return {
    convolution,
    rows: down.points,
    columns: across.points,
    stepHeight: down.step,
    stepWidth: across.step,
    tileRows,
    tileColumns,
    blocks,
    blockTaps,
    cost: numbers * (seen * wholeBlocks(outChannels) + transformCost * (seen + outChannels)),
  };
}
