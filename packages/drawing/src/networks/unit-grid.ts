import { ink } from '../svg/colours.ts';
import { at, type Drawing, label, lines, svgDocument } from '../svg/drawing.ts';
import { element } from '../svg/element.ts';
import { cutText, textWidth } from '../svg/text-width.ts';

/** One unit of a layer: the input that excites it, or the importance of input positions for it. */
export interface UnitCell {
  /** `filter 3`, `output "seven"`. */
  readonly title: string;
  /** Lines below the drawing. */
  readonly captions: readonly string[];
  readonly drawing: Drawing;
  /** The real inputs that excite it most, the most exciting first. */
  readonly examples: readonly { readonly drawing: Drawing; readonly caption: string }[];
}

/** The largest width in pixels, unless a single cell is wider. */
const widest = 1000;
const padding = 14;
const captionHeight = 12;
const titleHeight = 16;
/** The scale of examples relative to the synthetic input. */
const exampleScale = 0.55;
const headingSize = 15;
const subheadingSize = 10.5;
const titleSize = 11;
const captionSize = 9;
const exampleSize = 8;
/** The largest width of a caption in pixels; longer ones are cut. */
const widestCaption = 210;
const widestExampleCaption = 86;

/**
 * Draws a labelled grid of the units of a layer.
 *
 * @returns an SVG document.
 */
export function unitGrid(
  cells: readonly UnitCell[],
  {
    title,
    subtitle,
    legend,
  }: {
    readonly title: string;
    readonly subtitle: string;
    /** Drawn below the title. */
    readonly legend?: Drawing;
  },
): string {
  const drawn = cells.map(cellDrawing);
  const width = Math.max(...drawn.map((cell) => cell.width));
  const columns = columnsFor(drawn.length, width);
  const rows = Math.ceil(drawn.length / columns);
  const heights = Array.from({ length: rows }, (_, row) =>
    Math.max(...drawn.slice(row * columns, (row + 1) * columns).map((cell) => cell.height)),
  );
  const top = 56 + (legend ? legend.height + 8 : 0);
  const parts: string[] = [
    label(padding, 24, title, { size: headingSize, bold: true, fill: ink }),
    label(padding, 42, subtitle, { size: subheadingSize }),
    ...(legend ? [at(padding, 52, legend)] : []),
  ];
  let y = top;
  for (const [row, height] of heights.entries()) {
    for (let column = 0; column < columns; column++) {
      const cell = drawn[row * columns + column];
      if (cell) parts.push(at(padding + column * (width + padding), y, cell));
    }
    y += height + padding;
  }
  // A cell is as wide as its title, which would be unreadable if it were cut.
  const titleWidth = Math.max(
    textWidth(title, headingSize, true),
    textWidth(subtitle, subheadingSize),
  );
  return svgDocument(
    {
      width: Math.max(
        padding + columns * (width + padding),
        titleWidth + 2 * padding,
        (legend?.width ?? 0) + 2 * padding,
      ),
      height: y,
      svg: parts.join(''),
    },
    title,
  );
}

/** Divides cells into rows of nearly equal length. */
function columnsFor(count: number, width: number): number {
  const most = Math.max(1, Math.floor((widest - padding) / (width + padding)));
  const rows = Math.ceil(count / most);
  return Math.ceil(count / rows);
}

function cellDrawing({ title, captions, drawing, examples }: UnitCell): Drawing {
  const strip = examples.map((example) => {
    const caption = cutText(example.caption, widestExampleCaption, exampleSize);
    return {
      caption,
      width: Math.max(exampleScale * example.drawing.width, textWidth(caption, exampleSize)),
      height: exampleScale * example.drawing.height,
      svg: element('g', { transform: `scale(${exampleScale})` }, example.drawing.svg),
    };
  });
  const captionLines = captions.map((line) => cutText(line, widestCaption, captionSize));
  const below = titleHeight + drawing.height + captionLines.length * captionHeight + 6;
  const stripHeight =
    strip.length > 0 ? Math.max(...strip.map(({ height }) => height)) + captionHeight + 4 : 0;
  let x = 0;
  const stripSvg = strip.map((example) => {
    const placed = at(x, below, {
      svg: example.svg + label(0, stripHeight - 5, example.caption, { size: exampleSize }),
    });
    x += example.width + 6;
    return placed;
  });
  const firstCaption = titleHeight + drawing.height + 0.85 * captionHeight + 2;
  return {
    width: Math.max(
      drawing.width,
      x,
      textWidth(title, titleSize, true),
      ...captionLines.map((line) => textWidth(line, captionSize)),
    ),
    height: below + stripHeight,
    svg:
      label(0, 10, title, { size: titleSize, bold: true, fill: ink }) +
      at(0, titleHeight, drawing) +
      lines(0, firstCaption, captionLines, captionHeight, { size: captionSize }) +
      stripSvg.join(''),
  };
}
