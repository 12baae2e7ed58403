import { faint, ink, seriesColours } from '../svg/colours.ts';
import { type Drawing, label } from '../svg/drawing.ts';
import { circle, path, round } from '../svg/element.ts';
import { bottomAxis, framed, leftAxis, leftOfPlot, padding, type Plot } from './axis.ts';
import { linearScale } from './scale.ts';
import { niceTicks, tickTexts } from './ticks.ts';

const side = 230;
const titleSize = 12.5;
/** More points than this only blacken a chart; some at equal distances are drawn. */
const mostPoints = 2000;

/**
 * Draws points.
 *
 * @param points `[x, y]` of each.
 * @param look.line where a point lies that is as it should be: on `y = x`, or on `y = 0`.
 */
export function scatter(
  points: readonly (readonly [x: number, y: number])[],
  look: {
    readonly title: string;
    /** With its unit. */
    readonly x: string;
    readonly y: string;
    readonly line: 'equal' | 'zero';
  },
): Drawing {
  const { title, line } = look;
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  // On one scale, equal numbers lie on the diagonal of a square.
  const x = niceTicks(line === 'equal' ? [...xs, ...ys] : xs, 4);
  const y = line === 'equal' ? x : niceTicks([...ys, 0], 5);
  const across = linearScale(x.domain, [0, side]);
  const up = linearScale(y.domain, [side, 0]);
  const texts = tickTexts(y.values);
  const plot: Plot = { width: side, height: side, left: leftOfPlot(texts), right: 12 };
  const every = Math.max(1, points.length / mostPoints);
  const shown = Array.from(
    { length: Math.min(points.length, mostPoints) },
    (_, i) => points[Math.floor(i * every)],
  );
  const [from, to] = x.domain;
  const ends = line === 'equal' ? [up(from), up(to)] : [up(0), up(0)];
  return framed(
    plot,
    { above: 14 + titleSize, below: 44 },
    leftAxis({ scale: up, ticks: y.values, texts, title: look.y }, plot) +
      bottomAxis(
        { scale: across, ticks: x.values, texts: tickTexts(x.values), title: look.x },
        plot,
        { baseline: true },
      ) +
      path(`M0 ${round(ends[0])}L${side} ${round(ends[1])}`, {
        stroke: ink,
        'stroke-width': 1.2,
        'stroke-dasharray': '4 2.5',
        fill: 'none',
      }) +
      shown
        .map(([atX, atY]) =>
          circle(across(atX), up(atY), 2.6, {
            fill: seriesColours[0],
            'fill-opacity': 0.5,
            stroke: faint,
            'stroke-width': 0.4,
          }),
        )
        .join('') +
      label(padding - plot.left, -14, title, { size: titleSize, bold: true, fill: ink }),
  );
}
