import { highlightCells, type Overlay, overlayCells } from './cells.ts';
import { pale, seriesColours } from '../svg/colours.ts';
import { at, type Drawing, label } from '../svg/drawing.ts';
import { lineThrough, path, rect } from '../svg/element.ts';

const width = 160;
const lane = 34;
const left = 12;

/**
 * Draws numbers along one axis as lines, a lane per channel.
 *
 * @param values `[length, channels]`.
 * @param options.from the value at the bottom of a lane, and `to` at its top.
 * @param options.highlight `[length]`, from 0 to 1: the importance of positions.
 * @param options.overlay `[length]`: colours of positions.
 */
export function seriesDrawing(
  values: ArrayLike<number>,
  options: {
    readonly title: string;
    readonly length: number;
    readonly channels: number;
    readonly from: number;
    readonly to: number;
    readonly highlight?: ArrayLike<number> | undefined;
    readonly overlay?: Overlay | undefined;
  },
): Drawing {
  const { title, length, channels, from, to, highlight, overlay } = options;
  const span = to - from || 1;
  const step = width / Math.max(1, length - 1);
  const lines = Array.from({ length: channels }, (_, channel) => {
    const points = Array.from({ length }, (_, i) => {
      const share = Math.min(1, Math.max(0, (values[i * channels + channel] - from) / span));
      return [i * step, channel * lane + (1 - share) * (lane - 6) + 3] as const;
    });
    return path(lineThrough(points), {
      fill: 'none',
      stroke: seriesColours[channel % seriesColours.length],
      'stroke-width': 1.2,
    });
  });
  const height = channels * lane;
  return {
    width: left + width + 4,
    height: height + 16,
    svg:
      at(left, 0, {
        svg:
          rect(0, 0, width, height, { fill: 'none', stroke: pale }) +
          (highlight
            ? highlightCells(highlight, 1, length, { width: width / length, height }).svg
            : '') +
          (overlay ? overlayCells(overlay, 1, length, { width: width / length, height }).svg : '') +
          lines.join(''),
      }) + label(left + width / 2, height + 12, title, { anchor: 'middle' }),
  };
}
