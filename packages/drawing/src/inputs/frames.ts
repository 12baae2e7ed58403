import { at, type Drawing, label } from '../svg/drawing.ts';

/** The largest number of frames that are drawn. */
const mostFrames = 16;
const gap = 3;

/**
 * Draws what lies along more than two axes as pictures side by side: one for each position of the axes before
 * the last two; of many positions, some at equal distances.
 *
 * @param count how many pictures there are.
 * @param draw draws one of them.
 * @param title what the pictures follow one another along: `time`.
 */
export function framesDrawing(
  count: number,
  draw: (frame: number) => Drawing,
  title?: string,
): Drawing {
  const shown = Math.min(count, mostFrames);
  const frames = Array.from({ length: shown }, (_, i) => Math.floor((i * count) / shown));
  const drawings = frames.map(draw);
  const below = title === undefined ? 0 : 14;
  let x = 0;
  const placed = drawings.map((drawing) => {
    const svg = at(x, 0, drawing);
    x += drawing.width + gap;
    return svg;
  });
  const width = x - gap;
  const height = Math.max(...drawings.map((drawing) => drawing.height));
  return {
    width,
    height: height + below,
    svg:
      placed.join('') +
      (title === undefined ? '' : label(width / 2, height + 11, title, { anchor: 'middle' })),
  };
}
