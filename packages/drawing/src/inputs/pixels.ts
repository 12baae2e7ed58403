import { cells, highlightCells, type Overlay, overlayCells } from './cells.ts';
import { greys, rgb } from '../svg/colours.ts';
import type { Drawing } from '../svg/drawing.ts';

/** Small pictures are enlarged to about this size; larger ones keep their own. */
const side = 112;

/**
 * Draws a grey or coloured picture.
 *
 * @param pixels `[height, width, 1 or 3]`, from 0 (black) to 1; other values are clipped.
 * @throws RangeError for another number of channels.
 */
export function pixelDrawing(
  pixels: ArrayLike<number>,
  [height, width, channels]: readonly number[],
  {
    highlight,
    overlay,
  }: {
    /** `[height, width]`, from 0 to 1: the importance of pixels. */
    readonly highlight?: ArrayLike<number> | undefined;
    /** `[height, width]`: colours of pixels. */
    readonly overlay?: Overlay | undefined;
  } = {},
): Drawing {
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(`a picture must have 1 or 3 channels, got ${channels}`);
  }
  const cell = Math.max(1, Math.round(side / Math.max(height, width)));
  // Under other colours a picture is paler: they are not visible on black or on bright colours.
  const shown = (value: number): number =>
    highlight || overlay ? 0.35 + 0.65 * Math.min(1, Math.max(0, value)) : value;
  const picture = cells(height, width, cell, (row, column) => {
    const from = (row * width + column) * channels;
    return channels === 1
      ? greys(shown(pixels[from]))
      : rgb(shown(pixels[from]), shown(pixels[from + 1]), shown(pixels[from + 2]));
  });
  const above = [
    ...(highlight ? [highlightCells(highlight, height, width, cell)] : []),
    ...(overlay ? [overlayCells(overlay, height, width, cell)] : []),
  ];
  return { ...picture, svg: picture.svg + above.map(({ svg }) => svg).join('') };
}
