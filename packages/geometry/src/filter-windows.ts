import { InputError } from '@axiswise/messages';
import { type FeatureAxis, type Features, needsAxes, seeThrough } from './features.ts';
import type { AlongAxis, LayerPlace } from './layer-kind.ts';
import { checkFilters, type FilterStrategy } from './filter-strategy.ts';
import { type AxisWindow, windowAlong, windowInWords } from './window.ts';

/**
 * The windows of filters that do what a strategy says, in the order of the axes of their input; a
 * spanned axis has a window as long as itself.
 *
 * @throws InputError where the strategy forgets an axis or subsamples one that may not be, the input has
 *   no axes, or a window is larger than its axis.
 */
export function filterWindows(
  { move, ...strategy }: FilterStrategy,
  { name, input, axes }: LayerPlace,
): AxisWindow[] {
  checkFilters(axes, { move, ...strategy }, name);
  needsAxes(name, 'a layer of filters', input);
  return input.axes.map(({ name: axis, length, cyclic }) => {
    const along = move[axis];
    const where = `${name}, axis "${axis}"`;
    if (along.move === 'span') return windowAlong(length, { kernelSize: length, stride: 1 }, where);
    if (along.blur !== undefined) {
      throw new InputError(
        'geometry',
        `${where}: a stride with a blur is two layers; take block(…), or convolution(…) with a stride of 1 ` +
          `and blurPooling(…) behind it`,
      );
    }
    return windowAlong(length, { ...along, cyclic }, where);
  });
}

/** The axes behind windows that passed over them. */
export const axesBehind = (
  { axes }: Features,
  windows: readonly AxisWindow[],
): readonly FeatureAxis[] => axes.map((axis, i) => seeThrough(axis, windows[i]));

/** A layer of filters, as far as its windows say. */
export interface FilterLayer {
  readonly input: Features;
  readonly windows: readonly AxisWindow[];
  readonly spec: { readonly strategy: FilterStrategy };
}

/** What filters do along each axis of their input, as values. */
export const filtersAlongAxes = ({ input, windows, spec }: FilterLayer): AlongAxis[] =>
  input.axes.map(({ name: axis, length, shuffled }, i) => {
    const { kernelSize, stride, dilation } = windows[i];
    const { move, weightSharing } = spec.strategy;
    const bands = typeof weightSharing === 'object' ? weightSharing.bands[axis] : undefined;
    return {
      axis,
      move: move[axis].move,
      kernelSize,
      stride,
      dilation,
      length,
      ...(bands !== undefined && { bands }),
      ...(weightSharing === 'none' && move[axis].move === 'slide' && { unshared: true }),
      ...(shuffled && { shuffled }),
    };
  });

/** What filters do along each axis, in words: `slides height 3, spans width`. */
export const filtersInWords = ({ input, windows, spec }: FilterLayer): string =>
  input.axes
    .map(({ name }, i) =>
      spec.strategy.move[name].move === 'span'
        ? `spans ${name}`
        : `slides ${name} ${windowInWords(windows[i])}`,
    )
    .join(', ');
