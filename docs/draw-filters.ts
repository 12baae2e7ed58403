/**
 * Draws docs/filters.svg, the picture at the top of the README: what filters may do in each domain.
 *
 *     npx tsx docs/draw-filters.ts
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ink = '#24292f';
const pale = '#d0d7de';
const blue = '#0969da';
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
  /** Whether things stand on lines instead of in cells. */
  readonly onLines?: boolean;
  readonly content: (cell: number, rows: number, columns: number) => string;
}

const rect = (x: number, y: number, w: number, h: number, style: string): string =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" ${style}/>`;
const text = (x: number, y: number, words: string, style = ''): string =>
  `<text x="${x}" y="${y}" ${style}>${words}</text>`;

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
    .map(([row, column]) =>
      rect(column * cell, row * cell, cell, cell, 'fill="#8c959f" fill-opacity=".55"'),
    )
    .join('');

/** Formants: bands of energy that rise and fall over time. */
const spectrogram = (cell: number, rows: number, columns: number): string =>
  Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const bands = [3 + 1.6 * Math.sin(column / 2), 7 + Math.cos(column / 3), 10.3];
    const energy = Math.max(...bands.map((band) => Math.exp(-((row - band) ** 2) / 0.7)));
    const style = `fill="#8c959f" fill-opacity="${(0.65 * energy).toFixed(2)}"`;
    return energy > 0.1 ? rect(column * cell, row * cell, cell, cell, style) : '';
  }).join('');

const sentence = (cell: number, rows: number, columns: number): string =>
  Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const value = Math.abs(Math.sin(12.9898 * (row + 1) + 78.233 * (column + 1)));
    const style = `fill="#8c959f" fill-opacity="${(0.5 * value).toFixed(2)}"`;
    return rect(column * cell, row * cell, cell, cell, style);
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
    .map(
      ([row, column, black]) =>
        `<circle cx="${(column + 0.5) * cell}" cy="${(row + 0.5) * cell}" r="${cell * 0.42}" ` +
        `fill="${black ? ink : '#fff'}" stroke="${ink}" stroke-width=".8"/>`,
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
  const arrow = (path: string): string =>
    `<path d="${path}" stroke="${blue}" stroke-width="2.5" fill="none" ` +
    `marker-start="url(#tip)" marker-end="url(#tip)"/>`;
  const arrows = slides
    .map((way) =>
      way === 'across'
        ? arrow(`M${x - 20} ${y + height / 2}h14M${x + width + 6} ${y + height / 2}h22`)
        : arrow(`M${x + width / 2} ${y - 22}v16M${x + width / 2} ${y + height + 6}v22`),
    )
    .join('');
  return [
    text(middle, -26, title, `class="title"`),
    ...(onLines ? [] : [content(cell, rows, columns)]),
    `<path d="${lines}" stroke="${pale}" stroke-width=".7" fill="none"/>`,
    ...(onLines ? [content(cell, rows, columns)] : []),
    rect(
      x,
      y,
      width,
      height,
      `fill="${blue}" fill-opacity=".18" stroke="${blue}" stroke-width="2.5"`,
    ),
    arrows,
    text(middle, -8, axes[1], 'class="axis"'),
    text(0, 0, axes[0], `class="axis" transform="translate(-9 ${middle}) rotate(-90)"`),
    text(middle, size + 24, rule, 'class="rule"'),
    text(middle, size + 43, pooling, 'class="axis"'),
  ].join('');
}

const width = panels.length * (size + gap) + 8;
const height = top + size + 58;
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="Helvetica, Arial, sans-serif" text-anchor="middle" role="img">
<title>What filters may do along each axis: images, spectrograms, sentences, Go boards</title>
<defs><marker id="tip" viewBox="0 0 8 8" refX="5" refY="4" markerWidth="4.6" markerHeight="4.6" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" fill="${blue}"/></marker></defs>
<style>.title{font-size:16px;font-weight:bold;fill:${ink}}.axis{font-size:12px;fill:#57606a}.rule{font-size:12.5px;font-weight:bold;fill:${blue}}</style>
<rect width="${width}" height="${height}" fill="#fff"/>
${panels.map((panel, i) => `<g transform="translate(${gap / 2 + 8 + i * (size + gap)} ${top})">${draw(panel)}</g>`).join('\n')}
</svg>
`;
writeFileSync(fileURLToPath(new URL('filters.svg', import.meta.url)), svg);
