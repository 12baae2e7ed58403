import type { TopLevelSpec } from 'vega-lite';
import { ink, muted } from './look.ts';
import { cutText, textWidth } from './text-width.ts';

/** A confusion matrix is drawn up to this many classes; beyond, its cells cannot be read. */
export const mostClassesDrawn = 20;

const countSize = 10;
const labelSize = 11.5;
const longestLabel = 90;

/** `1234`, `12.3k`. */
const short = (n: number): string => (n < 10_000 ? String(n) : `${Math.round(n / 100) / 10}k`);

/**
 * Counts in a grid: a row for each true class, a column for each answer, shaded by the share of the
 * true class. The shade goes with the square root, so that rare confusions are seen.
 */
export function confusionMatrix(
  classes: readonly string[],
  confusion: readonly (readonly number[])[],
): TopLevelSpec {
  const names = classes.map((name) => cutText(name, longestLabel, labelSize));
  const widestCount = Math.max(...confusion.flat().map((n) => textWidth(short(n), countSize)));
  const cell = Math.ceil(Math.max(widestCount + 6, 24));
  const turned = names.some((name) => textWidth(name, labelSize) > cell - 3);
  const side = cell * classes.length;
  const data = confusion.flatMap((row, label) => {
    const total = row.reduce((sum, n) => sum + n, 0);
    return row.map((n, predicted) => ({
      x: predicted * cell,
      x2: (predicted + 1) * cell,
      y: label * cell,
      y2: (label + 1) * cell,
      textX: (predicted + 0.5) * cell,
      textY: (label + 0.5) * cell,
      share: total === 0 ? 0 : Math.sqrt(n / total),
      written: n === 0 ? '·' : short(n),
      dark: total > 0 && Math.sqrt(n / total) > 0.55,
      none: n === 0,
    }));
  });
  const labelled = names.map((name, i) => ({ name, at: (i + 0.5) * cell }));
  const pixel = { type: 'quantitative', scale: null, axis: null } as const;
  const top = turned
    ? Math.max(...names.map((name) => textWidth(name, labelSize))) * 0.71 + 12
    : 12;
  const left = Math.max(...names.map((name) => textWidth(name, labelSize)));
  return {
    width: side,
    height: side,
    data: { values: data },
    layer: [
      {
        mark: { type: 'rect', stroke: '#fff', strokeWidth: 1 },
        encoding: {
          x: { ...pixel, field: 'x' },
          x2: { field: 'x2' },
          y: { ...pixel, field: 'y' },
          y2: { field: 'y2' },
          color: {
            field: 'share',
            type: 'quantitative',
            scale: { domain: [0, 1], range: ['#f1f5f9', '#08519c'] },
            legend: null,
          },
        },
      },
      {
        mark: { type: 'text', baseline: 'middle', align: 'center', fontSize: countSize },
        encoding: {
          x: { ...pixel, field: 'textX' },
          y: { ...pixel, field: 'textY' },
          text: { field: 'written', type: 'nominal' },
          color: {
            condition: [
              { test: 'datum.dark', value: '#fff' },
              { test: 'datum.none', value: '#8c959f' },
            ],
            value: ink,
          },
        },
      },
      {
        data: { values: labelled },
        mark: { type: 'text', align: 'right', baseline: 'middle', fontSize: labelSize, color: ink },
        encoding: {
          x: { value: -6 },
          y: { ...pixel, field: 'at' },
          text: { field: 'name', type: 'nominal' },
        },
      },
      {
        data: { values: labelled },
        mark: {
          type: 'text',
          fontSize: labelSize,
          color: ink,
          ...(turned
            ? { align: 'left', baseline: 'middle', angle: -45 }
            : { align: 'center', baseline: 'bottom' }),
        },
        encoding: {
          x: { ...pixel, field: 'at' },
          y: { value: -5 },
          text: { field: 'name', type: 'nominal' },
        },
      },
      {
        data: { values: [{}] },
        mark: { type: 'text', text: 'answered', fontSize: 12, color: muted, baseline: 'bottom' },
        encoding: { x: { value: side / 2 }, y: { value: -10 - top } },
      },
      {
        data: { values: [{}] },
        mark: {
          type: 'text',
          text: 'true class',
          fontSize: 12,
          color: muted,
          angle: -90,
          baseline: 'bottom',
        },
        encoding: { x: { value: -14 - left }, y: { value: side / 2 } },
      },
    ],
  };
}
