import { at, type Drawing, ink, label, round, svgDocument } from '@axiswise/drawing';

/** What excites one unit. */
export interface UnitCell {
  /** `filter 3`, `output "seven"`. */
  readonly title: string;
  /** Lines below the drawing. */
  readonly captions: readonly string[];
  readonly drawing: Drawing;
  /** Real inputs that excite it most, the most exciting first. */
  readonly examples: readonly { readonly drawing: Drawing; readonly caption: string }[];
}

/** Up to so wide, in pixels, unless a single cell is wider. */
const widest = 1000;
const padding = 14;
const captionHeight = 12;
const titleHeight = 16;
/** Examples are drawn smaller than what was made up. */
const exampleScale = 0.55;
const longestCaption = 44;

/** A labelled grid of what excites the units of a layer, as SVG. */
export function unitGrid(
  cells: readonly UnitCell[],
  { title, subtitle }: { readonly title: string; readonly subtitle: string },
): string {
  const drawn = cells.map(cellDrawing);
  const width = Math.max(...drawn.map((cell) => cell.width));
  const columns = columnsFor(drawn.length, width);
  const rows = Math.ceil(drawn.length / columns);
  const heights = Array.from({ length: rows }, (_, row) =>
    Math.max(...drawn.slice(row * columns, (row + 1) * columns).map((cell) => cell.height)),
  );
  const top = 56;
  const parts: string[] = [
    label(padding, 24, title, { size: 15, bold: true, fill: ink }),
    label(padding, 42, subtitle, { size: 10.5 }),
  ];
  let y = top;
  for (const [row, height] of heights.entries()) {
    for (let column = 0; column < columns; column++) {
      const cell = drawn[row * columns + column];
      if (cell) parts.push(at(padding + column * (width + padding), y, cell));
    }
    y += height + padding;
  }
  // Titles are as long as they are: what is cut off is not read.
  const textWidth = Math.max(title.length * 8.2, subtitle.length * 5.6);
  return svgDocument(
    {
      width: Math.max(padding + columns * (width + padding), textWidth + 2 * padding),
      height: y,
      svg: parts.join(''),
    },
    title,
  );
}

/** Rows as long as there is room for, and the last one not much shorter. */
function columnsFor(count: number, width: number): number {
  const most = Math.max(1, Math.floor((widest - padding) / (width + padding)));
  const rows = Math.ceil(count / most);
  return Math.ceil(count / rows);
}

function cellDrawing({ title, captions, drawing, examples }: UnitCell): Drawing {
  const strip = examples.map((example) => ({
    caption: shortened(example.caption, 18),
    width: Math.max(drawnWidth(example.drawing), 5.2 * Math.min(18, example.caption.length)),
    height: exampleScale * example.drawing.height,
    svg: `<g transform="scale(${exampleScale})">${example.drawing.svg}</g>`,
  }));
  const captionLines = captions.map((line) => shortened(line, longestCaption));
  const below = titleHeight + drawing.height + captionLines.length * captionHeight + 6;
  const stripHeight =
    strip.length > 0 ? Math.max(...strip.map(({ height }) => height)) + captionHeight + 4 : 0;
  let x = 0;
  const stripSvg = strip.map((example) => {
    const drawnAt = at(x, below, {
      svg: example.svg + label(0, stripHeight - 5, example.caption, { size: 8 }),
    });
    x += example.width + 6;
    return drawnAt;
  });
  return {
    width: Math.max(
      drawing.width,
      x,
      5.6 * Math.max(title.length, ...captionLines.map((l) => 0.85 * l.length)),
    ),
    height: below + stripHeight,
    svg:
      label(0, 10, title, { size: 11, bold: true, fill: ink }) +
      at(0, titleHeight, drawing) +
      captionLines
        .map((line, i) =>
          label(0, titleHeight + drawing.height + (i + 0.85) * captionHeight + 2, line),
        )
        .join('') +
      stripSvg.join(''),
  };
}

const drawnWidth = ({ width }: Drawing): number => round(exampleScale * width);

const shortened = (text: string, letters: number): string =>
  text.length <= letters ? text : `${text.slice(0, letters - 1)}…`;
