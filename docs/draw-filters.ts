/**
 * Draws docs/filters.svg, the picture at the top of the README: what filters may do in each domain.
 *
 *     npx tsx docs/draw-filters.ts
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  arrow,
  at,
  blue,
  circle,
  ink,
  label,
  line,
  pale,
  path,
  rect,
  svgDocument,
} from '@axiswise/drawing';

const size = 168;
const gap = 72;
const top = 54;

type Direction = 'across' | 'down';

interface Panel {
  readonly title: string;
  /** Names of the vertical and of the horizontal axis. */
  readonly axes: readonly [down: string, across: string];
  /** Cells of the grid: rows, columns. */
  readonly grid: readonly [rows: number, columns: number];
  /** The filter in cells: top, left, rows, columns. */
  readonly filter: readonly [number, number, number, number];
  readonly slides: readonly Direction[];
  readonly rule: string;
  readonly pooling: string;
  /** Whether things lie on lines instead of in cells. */
  readonly onLines?: boolean;
  readonly content: (cell: number, rows: number, columns: number) => string;
}

/** A grey cell of a grid. */
const shaded = (row: number, column: number, cell: number, opacity: number): string =>
  rect(column * cell, row * cell, cell, cell, { fill: line, 'fill-opacity': opacity });

/** A stroke like a seven, as grey cells. */
const picture = (cell: number): string =>
  [
    [1, 2],
    [1, 3],
    [1, 4],
    [1, 5],
    [1, 6],
    [1, 7],
    [2, 7],
    [2, 8],
    [3, 7],
    [4, 6],
    [5, 6],
    [6, 5],
    [7, 5],
    [8, 4],
    [9, 4],
  ]
    .map(([row, column]) => shaded(row, column, cell, 0.55))
    .join('');

/** Formants: bands of energy that rise and fall over time. */
const spectrogram = (cell: number, rows: number, columns: number): string =>
  Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const bands = [3 + 1.6 * Math.sin(column / 2), 7 + Math.cos(column / 3), 10.3];
    const energy = Math.max(...bands.map((band) => Math.exp(-((row - band) ** 2) / 0.7)));
    return energy > 0.1 ? shaded(row, column, cell, 0.65 * energy) : '';
  }).join('');

const sentence = (cell: number, rows: number, columns: number): string =>
  Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const value = Math.abs(Math.sin(12.9898 * (row + 1) + 78.233 * (column + 1)));
    return shaded(row, column, cell, 0.5 * value);
  }).join('');

/** Stones stand where lines cross, so every cell of the grid is a crossing. */
const stones = (cell: number): string =>
  (
    [
      [2, 3, 1],
      [2, 8, 0],
      [3, 2, 1],
      [3, 3, 0],
      [3, 8, 1],
      [4, 3, 0],
      [4, 9, 1],
      [8, 2, 0],
      [8, 3, 1],
      [8, 8, 1],
      [9, 2, 1],
      [9, 7, 0],
      [9, 8, 0],
      [10, 8, 1],
      [6, 5, 0],
      [7, 5, 1],
    ] as const
  )
    .map(([row, column, black]) =>
      circle((column + 0.5) * cell, (row + 0.5) * cell, cell * 0.42, {
        fill: black ? ink : '#fff',
        stroke: ink,
        'stroke-width': 0.8,
      }),
    )
    .join('');

const panels: readonly Panel[] = [
  {
    title: 'Images',
    axes: ['height', 'width'],
    grid: [12, 12],
    filter: [3, 2, 3, 3],
    slides: ['across', 'down'],
    rule: 'slide both ways',
    pooling: 'pool both axes',
    content: picture,
  },
  {
    title: 'Spectrograms',
    axes: ['frequency', 'time'],
    grid: [12, 12],
    filter: [4, 0, 3, 12],
    slides: ['down'],
    rule: 'slide frequency, span time',
    pooling: 'pool along frequency only',
    content: spectrogram,
  },
  {
    title: 'Sentences',
    axes: ['time (words)', 'embedding'],
    grid: [12, 12],
    filter: [3, 0, 3, 12],
    slides: ['down'],
    rule: 'slide time, span embedding',
    pooling: 'maximum over time',
    content: sentence,
  },
  {
    title: 'Go boards',
    axes: ['row', 'column'],
    grid: [12, 12],
    filter: [4, 5, 3, 3],
    slides: ['across', 'down'],
    rule: 'slide both ways',
    pooling: 'never pool',
    onLines: true,
    content: stones,
  },
];

function draw({
  title,
  axes,
  grid,
  filter,
  slides,
  rule,
  pooling,
  onLines,
  content,
}: Panel): string {
  const [rows, columns] = grid;
  const cell = size / columns;
  // A board's cells are crossings: its lines run through their middles.
  const [count, shift] = onLines ? [columns, cell / 2] : [columns + 1, 0];
  const [from, to] = [shift, size - shift];
  const lines = Array.from({ length: count }, (_, i) => i * cell + shift)
    .map((at) => `M${at} ${from}V${to}M${from} ${at}H${to}`)
    .join('');
  const [y, x, height, width] = filter.map((cells) => cells * cell);
  const middle = size / 2;
  const arrows = slides.flatMap((way) =>
    way === 'across'
      ? [
          arrow([x - 5, y + height / 2], [x - 22, y + height / 2]),
          arrow([x + width + 5, y + height / 2], [x + width + 30, y + height / 2]),
        ]
      : [
          arrow([x + width / 2, y - 5], [x + width / 2, y - 24]),
          arrow([x + width / 2, y + height + 5], [x + width / 2, y + height + 30]),
        ],
  );
  return [
    label(middle, -26, title, { size: 16, bold: true, fill: ink, anchor: 'middle' }),
    onLines ? '' : content(cell, rows, columns),
    path(lines, { stroke: pale, 'stroke-width': 0.7, fill: 'none' }),
    onLines ? content(cell, rows, columns) : '',
    rect(x, y, width, height, {
      fill: blue,
      'fill-opacity': 0.18,
      stroke: blue,
      'stroke-width': 2.5,
    }),
    ...arrows,
    label(middle, -8, axes[1], { size: 12, anchor: 'middle' }),
    label(-9, middle, axes[0], { size: 12, anchor: 'middle', rotate: -90 }),
    label(middle, size + 24, rule, { size: 12.5, bold: true, fill: blue, anchor: 'middle' }),
    label(middle, size + 43, pooling, { size: 12, anchor: 'middle' }),
  ].join('');
}

const svg = svgDocument(
  {
    width: panels.length * (size + gap) + 8,
    height: top + size + 58,
    svg: panels
      .map((panel, i) => at(gap / 2 + 8 + i * (size + gap), top, { svg: draw(panel) }))
      .join(''),
  },
  'What filters may do along each axis: images, spectrograms, sentences, Go boards',
);
writeFileSync(fileURLToPath(new URL('filters.svg', import.meta.url)), `${svg}\n`);
