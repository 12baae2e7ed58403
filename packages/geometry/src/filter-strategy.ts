import type { Axes } from './axes.ts';
import { InputError, requireInteger, requirePositiveInteger } from '@axiswise/messages';

/** `valid`: whole windows only. `same`: the output is `ceil(length / stride)` long. Or zeros by number. */
export type Padding = 'valid' | 'same' | { readonly before: number; readonly after: number };

/** The filter moves along the axis: the same weights look at every position. */
export interface Slide {
  readonly move: 'slide';
  readonly kernelSize: number;
  readonly stride: number;
  /** By default `valid`; around the end of a cyclic axis. */
  readonly padding?: Padding;
  readonly dilation: number;
  readonly control: boolean;
  /** Positions that are blurred before the stride takes some of them: see {@link AntiAliasing}. */
  readonly blur?: number;
}

/** The filter covers the whole axis at once and has its own weight for every position. */
export interface Span {
  readonly move: 'span';
}

/** A window along one axis of which one value is kept. */
export interface Pool {
  readonly size: number;
  readonly stride: number;
  /** By default `valid`; around the end of a cyclic axis. */
  readonly padding?: 'valid' | 'same';
  readonly control: boolean;
  /** Positions that are blurred before the stride takes some of them: see {@link AntiAliasing}. */
  readonly blur?: number;
}

/**
 * Blurs before it subsamples (Zhang 2019, "Making convolutional networks shift-invariant again"): a window at
 * every position, then a binomial filter of so many positions, of which each `stride`-th is kept. What is
 * left then depends less on whether a pattern lies at an even or an odd position.
 */
export interface AntiAliasing {
  /** The positions of the binomial filter, 2 to 7: 3 is (1, 2, 1) / 4. */
  readonly blur?: number;
}

/** Subsamples in spite of the domain's declaration: a control, to measure what that costs. */
export interface ControlOption {
  readonly control?: boolean;
}

/**
 * The filter slides along this axis.
 *
 * A stride above 1 subsamples the axis and is refused, like pooling, where the domain declares that
 * subsampling changes the object; `control` insists.
 *
 * @example
 * slide(3); // three positions wide, every position, only whole windows
 * slide(5, { padding: 'same' });
 */
export function slide(
  kernelSize: number,
  options: {
    readonly stride?: number;
    readonly padding?: Padding;
    readonly dilation?: number;
  } & ControlOption &
    AntiAliasing = {},
): Slide {
  const { stride = 1, padding, dilation = 1, control = false, blur } = options;
  requirePositiveInteger('geometry', 'the kernel size', kernelSize);
  requirePositiveInteger('geometry', 'the stride', stride);
  requirePositiveInteger('geometry', 'the dilation', dilation);
  if (stride > 1 && dilation > 1) {
    throw new InputError(
      'geometry',
      `stride ${stride} and dilation ${dilation} cannot be combined along one axis; choose one`,
    );
  }
  if (typeof padding === 'object') {
    for (const side of ['before', 'after'] as const) {
      if (!Number.isInteger(padding[side]) || padding[side] < 0) {
        throw new InputError(
          'geometry',
          `padding ${side} must be 0 or a positive integer, got ${padding[side]}`,
        );
      }
    }
  }
  checkBlur(blur, stride);
  return {
    move: 'slide',
    kernelSize,
    stride,
    dilation,
    control,
    ...(padding !== undefined && { padding }),
    ...(blur !== undefined && { blur }),
  };
}

/** The filter spans this axis: its kernel is as long as the axis. */
export function span(): Span {
  return { move: 'span' };
}

/** Pools along one axis; the stride is the window's size unless it is given. */
export function pool(
  size: number,
  options: {
    readonly stride?: number;
    readonly padding?: 'valid' | 'same';
  } & ControlOption &
    AntiAliasing = {},
): Pool {
  const { stride = size, padding, control = false, blur } = options;
  requirePositiveInteger('geometry', 'the pooling size', size);
  requirePositiveInteger('geometry', 'the pooling stride', stride);
  checkBlur(blur, stride);
  return {
    size,
    stride,
    control,
    ...(padding !== undefined && { padding }),
    ...(blur !== undefined && { blur }),
  };
}

function checkBlur(blur: number | undefined, stride: number): void {
  if (blur === undefined) return;
  requireInteger('geometry', 'the blur', blur, { from: 2, to: 7 });
  if (stride === 1) {
    throw new InputError(
      'geometry',
      `a blur of ${blur} goes with a stride above 1, got 1; blurring serves subsampling`,
    );
  }
}

/**
 * Positions along an axis share weights within a band and not between bands: "limited weight sharing"
 * (Abdel-Hamid et al. 2014), for axes along which patterns move, but not far.
 */
export interface Banded<Axis extends string = string> {
  /** For each axis that is divided: into how many bands. */
  readonly bands: Readonly<Partial<Record<Axis, number>>>;
}

/**
 * Which positions share a filter's weights: all of them (`full`, the convolution), those of a band, or
 * none (`none`, the locally connected layer, in which every position learns its own filter).
 */
export type WeightSharing<Axis extends string = string> = 'full' | Banded<Axis> | 'none';

/**
 * Weights are shared within bands.
 *
 * @param bands for each axis that is divided: into how many bands, as even as can be.
 * @example
 * banded({ frequency: 4 }); // each quarter of the frequencies learns filters of its own
 */
export function banded<Axis extends string>(
  bands: Readonly<Partial<Record<Axis, number>>>,
): Banded<Axis> {
  for (const [axis, count] of Object.entries(bands)) {
    requirePositiveInteger('geometry', `the number of bands along "${axis}"`, count as number);
  }
  return { bands };
}

/**
 * What the filters of one block do along every axis of a domain; an axis that is forgotten or misspelt
 * does not compile.
 */
export interface FilterStrategy<Axis extends string = string> {
  /** For every axis: slide along it or span it. */
  readonly move: Readonly<Record<Axis, Slide | Span>>;
  /** Pooling after the filters, on the axes where it is wanted. */
  readonly pool?: Readonly<Partial<Record<Axis, Pool>>>;
  readonly weightSharing?: WeightSharing<NoInfer<Axis>>;
}

/**
 * Checks at run time what the compiler checks where it can: every axis is named and no other, and
 * nothing is subsampled that the domain declares not subsamplable.
 *
 * @param where names the place for the error message, such as `convolution_1`.
 */
export function checkFilters<Axis extends string>(
  axes: Axes<Axis>,
  strategy: FilterStrategy<Axis>,
  where: string,
): void {
  checkNames(axes, strategy.move, `${where}, "move"`);
  for (const axis of axes.names) {
    const move = strategy.move[axis];
    if (move?.move !== 'slide' && move?.move !== 'span') {
      throw new InputError(
        'geometry',
        `${where} does not say what filters do along "${axis}": write ${axis}: slide(…) or span()`,
      );
    }
    if (move.move === 'slide' && move.stride > 1 && !move.control) {
      refuseSubsampling(axes, axis, `a stride of ${move.stride}`, where);
    }
    if (move.move === 'span' && (strategy.pool?.[axis]?.size ?? 1) > 1) {
      throw new InputError(
        'geometry',
        `${where}: filters span "${axis}", which leaves one position: nothing to pool; ` +
          `drop ${axis} from "pool" or slide along it`,
      );
    }
  }
  if (typeof strategy.weightSharing === 'object') {
    checkNames(axes, strategy.weightSharing.bands, `${where}, "weightSharing"`);
    for (const axis of axes.names) {
      if (strategy.weightSharing.bands[axis] && strategy.move[axis].move === 'span') {
        throw new InputError(
          'geometry',
          `${where}: filters span "${axis}", which leaves one position: nothing to divide into ` +
            `bands; drop ${axis} from "weightSharing" or slide along it`,
        );
      }
    }
  }
  if (strategy.pool) checkPooling(axes, strategy.pool, where);
}

/** Checks that pooling names axes that exist, and only those that may be subsampled. */
export function checkPooling<Axis extends string>(
  axes: Axes<Axis>,
  along: Readonly<Partial<Record<Axis, Pool>>>,
  where: string,
): void {
  checkNames(axes, along, `${where}, "pool"`);
  for (const axis of axes.names) {
    const window = along[axis];
    if (window && (window.size > 1 || window.stride > 1) && !window.control) {
      refuseSubsampling(axes, axis, `pooling ${window.size} by ${window.stride}`, where);
    }
  }
}

/** Checks that every name is that of an axis. */
export function checkNames(axes: Axes, entries: object, where: string): void {
  const stranger = Object.keys(entries).find((name) => !axes.names.includes(name));
  if (stranger === undefined) return;
  throw new InputError(
    'geometry',
    `${where} names the axis "${stranger}", but the axes are ${axes.names.join(', ')}`,
  );
}

function refuseSubsampling<Axis extends string>(
  axes: Axes<Axis>,
  axis: Axis,
  what: string,
  where: string,
): void {
  const { answer, because } = axes.declarations[axis].subsamplable;
  if (answer) return;
  throw new InputError(
    'geometry',
    `${where}: ${what} along "${axis}" is refused, because ${because}; to measure what it costs ` +
      `all the same, add { control: true }`,
  );
}
