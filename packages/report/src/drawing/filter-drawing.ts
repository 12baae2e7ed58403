import type { ComparedAxis, ComparedStrategy, FilterAlongAxis } from '@axiswise/compare';
import { blue, fontFamily, ink, muted } from '../charts/look.ts';
import { wrapText } from '../charts/text-width.ts';
import { escapeMarkup } from '../markup.ts';
import { barsBody } from './bars-body.ts';
import { boxBody } from './box-body.ts';
import { planeBody } from './plane-body.ts';
import type { Body, BodyLook } from './shapes.ts';

/** How wide a drawing is, in pixels. */
export const drawingWidth = 250;

type Drawn = Pick<ComparedStrategy, 'name' | 'filter' | 'weightSharing'>;

/**
 * Draws what the first filters of a strategy do on the named axes, in the manner of docs/filters.svg:
 * the input with its axes, the filter as a window on it, arrows where it slides, hatched marks where
 * positions are pooled.
 *
 * One axis is drawn as a bar, two as a plane, three as a box, more as a bar for each.
 *
 * @param axes of the input, of which alone there is a picture where `filter` is null: a baseline.
 */
export function filterDrawing(
  { name, filter, weightSharing }: Drawn,
  axes: readonly ComparedAxis[],
): string {
  const along = filter ?? axes.map(noFilter);
  // Two drawings on one page must not share the names of their patterns.
  const id = `filter-${hash(JSON.stringify([name, along, weightSharing]))}`;
  const look: BodyLook = { id, hasFilters: filter !== null, weightSharing };
  const body = bodyOf(along, look);
  const rule = wrapText(ruleOf(filter), drawingWidth - 12, 12.5);
  const notes = notesOf(filter, weightSharing).flatMap((note) =>
    wrapText(note, drawingWidth - 12, 12),
  );
  const titleLines = wrapText(name, drawingWidth - 16, 15);
  const top = 12 + titleLines.length * 18;
  const under = top + body.height + 18;
  const height = under + rule.length * 16 + notes.length * 16 - 2;
  const middle = drawingWidth / 2;
  const lines = (from: number, step: number, style: string, words: readonly string[]): string =>
    words
      .map(
        (each, i) =>
          `<text x="${middle}" y="${from + i * step}" ${style}>${escapeMarkup(each)}</text>`,
      )
      .join('');
  const described = [ruleOf(filter), ...notesOf(filter, weightSharing)].join('; ');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${drawingWidth}" height="${height}" ` +
    `viewBox="0 0 ${drawingWidth} ${height}" font-family="${fontFamily}" text-anchor="middle" ` +
    `role="img" aria-label="${escapeMarkup(`The filters of ${name}: ${described}`)}">` +
    `<defs><pattern id="${id}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" ` +
    `patternTransform="rotate(45)"><path d="M0 0V5" stroke="${muted}" stroke-width="2.4"/></pattern></defs>` +
    `<rect width="${drawingWidth}" height="${height}" fill="#fff"/>` +
    lines(20, 18, `font-size="15" font-weight="bold" fill="${ink}"`, titleLines) +
    `<g transform="translate(${(drawingWidth - body.width) / 2} ${top})">${body.svg}</g>` +
    lines(under, 16, `font-size="12.5" font-weight="bold" fill="${blue}"`, rule) +
    lines(under + rule.length * 16, 16, `font-size="12" fill="${muted}"`, notes) +
    `</svg>`
  );
}

function bodyOf(along: readonly FilterAlongAxis[], look: BodyLook): Body {
  const [first, second, third] = along;
  if (along.length === 2) return planeBody([first, second], look);
  if (along.length === 3) return boxBody([first, second, third], look);
  return barsBody(along, look);
}

/** The whole axis, and nothing on it. */
const noFilter = ({ name, length }: ComparedAxis): FilterAlongAxis => ({
  axis: name,
  move: 'span',
  kernelSize: length,
  length,
  stride: 1,
  pool: 1,
});

/** What belongs together stays on a line. */
const nbsp = '\u00a0';

/** `slide height 3, span width`. */
function ruleOf(filter: Drawn['filter']): string {
  if (!filter) return 'no filters: a baseline';
  return filter
    .map(({ axis, move, kernelSize, stride }) =>
      move === 'span'
        ? `span${nbsp}${axis}`
        : `slide${nbsp}${axis}${nbsp}${kernelSize}${stride > 1 ? `${nbsp}by${nbsp}${stride}` : ''}`,
    )
    .join(', ');
}

function notesOf(filter: Drawn['filter'], weightSharing: Drawn['weightSharing']): string[] {
  if (!filter) return [];
  const pooled = filter.filter(({ pool }) => pool > 1).map(({ axis, pool }) => `${axis} ${pool}`);
  return [
    pooled.length > 0 ? `pool ${pooled.join(', ')}` : 'no pooling',
    ...(weightSharing === 'banded' ? [`each ${bandWords(filter)} has filters of its own`] : []),
    ...(weightSharing === 'none' ? ['each position has filters of its own'] : []),
    ...filter.filter(({ shuffled }) => shuffled).map(({ axis }) => `${axis} in shuffled order`),
  ];
}

/** `of 4 bands of frequency`, where it is known how many there are. */
function bandWords(filter: readonly FilterAlongAxis[]): string {
  const divided = filter.filter(({ bands }) => bands !== undefined);
  if (divided.length === 0) return 'band';
  return `of ${divided.map(({ axis, bands }) => `${bands} bands of ${axis}`).join(' and ')}`;
}

/** A short name that is the same for the same drawing (FNV-1a). */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(36);
}
