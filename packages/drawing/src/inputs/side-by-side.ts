import { ink } from '../svg/colours.ts';
import { at, type Drawing, label } from '../svg/drawing.ts';
import { rect } from '../svg/element.ts';
import { textWidth } from '../svg/text-width.ts';

const gap = 10;
const captionSize = 9;

/** Draws several things beside each other, each with its name above. */
export function sideBySide(
  parts: readonly { readonly title: string; readonly drawing: Drawing }[],
): Drawing {
  const above = 13;
  let x = 0;
  const placed = parts.map(({ title, drawing }) => {
    const svg =
      label(x, captionSize, title, { size: captionSize, fill: ink }) + at(x, above, drawing);
    x += Math.max(drawing.width, textWidth(title, captionSize)) + gap;
    return svg;
  });
  return {
    width: x - gap,
    height: above + Math.max(...parts.map(({ drawing }) => drawing.height)),
    svg: placed.join(''),
  };
}

/** Draws what each colour is for, in lines of some width. */
export function colourLegend(
  entries: readonly { readonly name: string; readonly colour: string }[],
  width = 640,
): Drawing {
  const [swatch, lineHeight, size] = [9, 15, 10];
  let [x, line] = [0, 0];
  const placed = entries.map(({ name, colour }) => {
    const own = swatch + 4 + textWidth(name, size) + 12;
    if (x > 0 && x + own > width) [x, line] = [0, line + 1];
    const svg =
      rect(x, line * lineHeight + 2, swatch, swatch, { fill: colour }) +
      label(x + swatch + 4, line * lineHeight + 10, name, { size, fill: ink });
    x += own;
    return svg;
  });
  return { width: line > 0 ? width : x, height: (line + 1) * lineHeight, svg: placed.join('') };
}
