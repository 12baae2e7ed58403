import { ink, line, through } from '../svg/colours.ts';
import { type Drawing, label } from '../svg/drawing.ts';
import { rect } from '../svg/element.ts';
import { cutText, textWidth } from '../svg/text-width.ts';
import { framed } from './axis.ts';

/** The largest number of classes that is drawn; with more, cells would be unreadable. */
export const mostClassesDrawn = 20;

const countSize = 10;
const labelSize = 11.5;
const titleSize = 12;
const longestLabel = 90;
/** Space between the matrix and the names of its classes. */
const gap = 6;

const shade = through([
  [241, 245, 249],
  [8, 81, 156],
]);

/** `1234`, `12.3k`. */
const short = (n: number): string => (n < 10_000 ? String(n) : `${Math.round(n / 100) / 10}k`);

/**
 * Draws counts in a grid: a row per true class, a column per predicted class, shaded by the
 * fraction of the true class. The shade is proportional to the square root, so that rare confusions
 * are visible.
 *
 * @param confusion `confusion[label][predicted]`, counts.
 */
export function confusionMatrix(
  classes: readonly string[],
  confusion: readonly (readonly number[])[],
): Drawing {
  const names = classes.map((name) => cutText(name, longestLabel, labelSize));
  const widestCount = Math.max(...confusion.flat().map((n) => textWidth(short(n), countSize)));
  const cell = Math.ceil(Math.max(widestCount + 6, 24));
  const widestName = Math.max(...names.map((name) => textWidth(name, labelSize)));
  const slanted = widestName > cell - 3;
  const side = cell * classes.length;
  const middleOf = (i: number): number => (i + 0.5) * cell;
  const cells = confusion.flatMap((row, trueClass) => {
    const total = row.reduce((sum, n) => sum + n, 0);
    return row.map((n, predicted) => {
      const share = total === 0 ? 0 : Math.sqrt(n / total);
      return (
        rect(predicted * cell, trueClass * cell, cell, cell, {
          fill: shade(share),
          stroke: '#fff',
        }) +
        label(middleOf(predicted), middleOf(trueClass), n === 0 ? '·' : short(n), {
          size: countSize,
          anchor: 'middle',
          baseline: 'middle',
          fill: share > 0.55 ? '#fff' : n === 0 ? line : ink,
        })
      );
    });
  });
  const rows = names.map((name, i) =>
    label(-gap, middleOf(i), name, {
      size: labelSize,
      fill: ink,
      anchor: 'end',
      baseline: 'middle',
    }),
  );
  const columns = names.map((name, i) =>
    label(middleOf(i), -5, name, {
      size: labelSize,
      fill: ink,
      ...(slanted ? { rotate: -45, baseline: 'middle' } : { anchor: 'middle', baseline: 'bottom' }),
    }),
  );
  const top = 10 + (slanted ? widestName * 0.71 + 12 : 12);
  const title = { size: titleSize, anchor: 'middle', baseline: 'bottom' } as const;
  return framed(
    {
      width: side,
      height: side,
      left: widestName + 14 + titleSize,
      // The last slanted name extends beyond the side.
      right: slanted
        ? Math.max(0, textWidth(names[names.length - 1], labelSize) * 0.71 - cell / 2)
        : 0,
    },
    { above: top + titleSize, below: 0 },
    cells.join('') +
      rows.join('') +
      columns.join('') +
      label(side / 2, -top, 'predicted class', title) +
      label(-14 - widestName, side / 2, 'true class', { ...title, rotate: -90 }),
  );
}
