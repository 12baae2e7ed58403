import { blue, ink, muted } from '../svg/colours.ts';
import { at, type Drawing, type LabelLook, lines, svgDocument } from '../svg/drawing.ts';
import { element, path } from '../svg/element.ts';
import { wrapText } from '../svg/text-width.ts';
import { boxBody } from './box-body.ts';
import {
  type DrawnStrategy,
  type FilterAlongAxis,
  type FilterBlock,
  filterBlocks,
} from './filter-blocks.ts';
import {
  blockWords,
  inOrder,
  moveWords,
  noFilters,
  orderWords,
  poolingWords,
  specialWords,
  timesWords,
} from './filter-words.ts';
import { barsBody, planeBody } from './flat-body.ts';
import type { BodyLook } from './shapes.ts';

/** The width of a drawing in pixels. */
const drawingWidth = 250;
/** The largest number of different blocks that are drawn; further ones are only named. */
const mostDrawn = 3;

const middle = drawingWidth / 2;
const lineHeight = 16;
const titleLook: LabelLook = { size: 15, bold: true, fill: ink, anchor: 'middle' };
const nameLook: LabelLook = { size: 11, fill: muted, anchor: 'middle' };
const moveLook: LabelLook = { size: 12.5, bold: true, fill: blue, anchor: 'middle' };
const noteLook: LabelLook = { size: 12, fill: muted, anchor: 'middle' };

/**
 * Draws what the filters of a strategy do on the named axes, in the style of docs/filters.svg: the
 * input of each block with its axes, the filter as a window on it, arrows where it slides, hatched
 * marks where positions are pooled.
 *
 * One axis is drawn as a bar, two as a plane, three as a box, more as a bar each.
 *
 * @param axes the axes of the input; for a baseline without filters only they are drawn.
 * @returns an SVG document.
 */
export function filterDrawing(
  strategy: DrawnStrategy,
  axes: readonly { readonly name: string; readonly length: number }[],
): string {
  const { name } = strategy;
  const blocks = filterBlocks(strategy);
  const drawn = blocks.length > 0 ? blocks : [inputAlone(axes)];
  const titleLines = wrapText(name, drawingWidth - 16, titleLook.size!);
  const parts: string[] = [lines(middle, 20, titleLines, 18, titleLook)];
  let y = 12 + titleLines.length * 18;
  for (const [i, block] of drawn.slice(0, mostDrawn).entries()) {
    // Two drawings on one page must not share the ids of their patterns.
    const id = `filter-${hash(JSON.stringify([name, i, block]))}`;
    const part = blockDrawing(block, drawn.length > 1, {
      id,
      hasFilters: block.hasFilters,
      weightSharing: block.weightSharing,
    });
    parts.push(at(0, y, part));
    y += part.height;
  }
  for (const block of drawn.slice(mostDrawn)) {
    const words = `${orderWords(block)} ${blockWords(block)}`;
    const written = wrapText(words, drawingWidth - 12, noteLook.size!);
    parts.push(lines(middle, y + 12, written, lineHeight, noteLook));
    y += written.length * lineHeight + 4;
  }
  const described = inOrder(drawn, (block) => wordsOf(block).join('; '));
  return svgDocument(
    { width: drawingWidth, height: y, svg: parts.join('') },
    `The filters of ${name}: ${described}`,
  );
}

/**
 * A block with its picture and its description; its layers are named if there are several blocks.
 */
function blockDrawing(block: FilterBlock, isOneOfSeveral: boolean, look: BodyLook): Drawing {
  const body = bodyOf(block.axes, look);
  const names = isOneOfSeveral ? wrapText(namesOf(block), drawingWidth - 12, nameLook.size!) : [];
  const [move, ...notes] = wordsOf(block);
  const moveLines = wrapText(move, drawingWidth - 12, moveLook.size!);
  const noteLines = notes.flatMap((note) => wrapText(note, drawingWidth - 12, noteLook.size!));
  const top = names.length * 14;
  const under = top + body.height + 18;
  const underMoves = under + moveLines.length * lineHeight;
  return {
    width: drawingWidth,
    height: underMoves + noteLines.length * lineHeight - 2 + (isOneOfSeveral ? 12 : 0),
    svg:
      hatch(look) +
      lines(middle, 10, names, 14, nameLook) +
      at((drawingWidth - body.width) / 2, top, body) +
      lines(middle, under, moveLines, lineHeight, moveLook) +
      lines(middle, underMoves, noteLines, lineHeight, noteLook),
  };
}

/** The pattern of pooling marks. */
const hatch = ({ id }: BodyLook): string =>
  element(
    'defs',
    {},
    element(
      'pattern',
      {
        id: `${id}-hatch`,
        width: 5,
        height: 5,
        patternUnits: 'userSpaceOnUse',
        patternTransform: 'rotate(45)',
      },
      path('M0 0V5', { stroke: muted, 'stroke-width': 2.4 }),
    ),
  );

function bodyOf(axes: readonly FilterAlongAxis[], look: BodyLook): Drawing {
  const [first, second, third] = axes;
  if (axes.length === 2) return planeBody([first, second], look);
  if (axes.length === 3) return boxBody([first, second, third], look);
  return barsBody(axes, look);
}

/** Describes what the block does along its axes, then its special properties. */
function wordsOf(block: FilterBlock): string[] {
  const pooling = poolingWords(block);
  if (!block.hasFilters) return [pooling || noFilters];
  return [moveWords(block) + timesWords(block), pooling || 'no pooling', ...specialWords(block)];
}

/** Names many layers by the first and the last of them. */
const namesOf = ({ names, isBeside }: FilterBlock): string =>
  (isBeside ? 'beside it: ' : '') +
  (names.length > 4 ? `${names[0]} to ${names[names.length - 1]}` : names.join(', '));

/** Draws only the axes. */
const inputAlone = (
  axes: readonly { readonly name: string; readonly length: number }[],
): FilterBlock => ({
  names: [],
  hasFilters: false,
  axes: axes.map(({ name, length }) => ({
    axis: name,
    move: 'span',
    kernelSize: length,
    length,
    stride: 1,
    pool: 1,
  })),
  weightSharing: 'full',
  isBeside: false,
  times: 1,
  timesBeside: false,
});

/** A short id that is the same for the same drawing (FNV-1a). */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(36);
}
