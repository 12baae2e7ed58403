/**
 * Draws the pictures of lecture.md that no command draws: diagrams with the numbers of the
 * geometry, and charts of the comparisons in benchmarks/results.
 *
 *     npx tsx docs/lecture-pictures.ts    writes docs/pictures/lecture-*.png
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { useBackend } from '@axiswise/backend';
import { Random } from '@axiswise/random';
import {
  arrow,
  at,
  type Attributes,
  blue,
  cells,
  diverging,
  type Drawing,
  greys,
  ink,
  label,
  line,
  muted,
  pixelDrawing,
  rect,
  svgDocument,
} from '@axiswise/drawing';
import type { ExperimentComparison } from '@axiswise/compare';
import { loadExperiment, networkOf } from '@axiswise/experiment';
import { convolutionKind } from '@axiswise/geometry';
import { drawDigit } from '@axiswise/image';
import { count } from '@axiswise/messages';
import { comparisonCharts, drawPng } from '@axiswise/report';
import * as tf from '@axiswise/tensorflow';

const here = path.dirname(fileURLToPath(import.meta.url));

await useBackend('wasm');
const images = await loadExperiment('images');
const layerOf = (strategy: string, name: string) =>
  networkOf(images, strategy, images.example).layers.find((layer) => layer.name === name)!;

async function write(name: string, drawing: Drawing, what: string): Promise<void> {
  const margin = 12;
  const framed = {
    width: drawing.width + 2 * margin,
    height: drawing.height + 2 * margin,
    svg: at(margin, margin, drawing),
  };
  const png = await drawPng(svgDocument(framed, what));
  writeFileSync(path.join(here, 'pictures', `lecture-${name}.png`), png);
  console.log(`docs/pictures/lecture-${name}.png`);
}

/** Numbers in squares, coloured by their sign and size. */
function numbers(values: readonly (readonly number[])[], most: number, title: string): Drawing {
  const cell = 24;
  const grid = cells(values.length, values[0].length, cell, (row, column) =>
    diverging(0.5 + (0.4 * values[row][column]) / most),
  );
  const texts = values.flatMap((row, i) =>
    row.map((value, j) =>
      label((j + 0.5) * cell, (i + 0.5) * cell + 4, String(value).replace('-', '−'), {
        anchor: 'middle',
        size: 11,
        fill: ink,
      }),
    ),
  );
  return {
    width: Math.max(grid.width, 5.6 * title.length),
    height: grid.height + 18,
    svg: grid.svg + texts.join('') + label(0, grid.height + 14, title, { size: 10.5 }),
  };
}

function beside(parts: readonly Drawing[], between: string | undefined, gap = 44): Drawing {
  const height = Math.max(...parts.map((part) => part.height));
  let x = 0;
  let svg = '';
  parts.forEach((part, i) => {
    if (i > 0 && between === 'arrow') {
      const y = (height - 18) / 2;
      svg += arrow([x - gap + 9, y], [x - gap + 35, y], { colour: muted, width: 1.5 });
    } else if (i > 0 && between !== undefined) {
      svg += label(x - gap / 2, (height - 18) / 2 + 5, between, { anchor: 'middle', size: 16 });
    }
    svg += at(x, (height - part.height) / 2, part);
    x += part.width + gap;
  });
  return { width: x - gap, height, svg };
}

// --- Too many parameters: the first layer of the lecture's network, three ways.
{
  const layer = layerOf('one-block', 'convolution_1');
  if (!convolutionKind.is(layer)) throw new Error('the first layer is no convolution');
  const { positions, filters, weightsPerFilter } = layer;
  const pixels = 28 * 28;
  const bars: [string, number][] = [
    ['every neuron sees every pixel', pixels * positions * filters + positions * filters],
    [
      'every neuron sees 3×3 pixels, weights of its own',
      positions * filters * (weightsPerFilter + 1),
    ],
    ['the same weights everywhere', filters * (weightsPerFilter + 1)],
  ];
  const width = (value: number): number => 62 * Math.log10(value);
  const svg = bars
    .map(
      ([name, value], i) =>
        label(0, 34 * i + 11, name, { size: 10.5 }) +
        rect(0, 34 * i + 15, width(value), 12, { fill: blue }) +
        label(width(value) + 6, 34 * i + 25, count(value), { size: 11, fill: ink, bold: true }),
    )
    .join('');
  const scale = label(0, 34 * 3 + 12, 'parameters of the first layer, logarithmic', { size: 9 });
  await write(
    'parameters',
    { width: 540, height: 120, svg: svg + scale },
    'Parameters of one layer',
  );
}

// --- Subsampling: the same digit with every second row and column dropped.
{
  const pixels = Float32Array.from(drawDigit(3, new Random(1)), (value) => value / 255);
  const half = Float32Array.from({ length: 14 * 14 }, (_, i) => {
    const [row, column] = [Math.floor(i / 14), i % 14];
    return pixels[2 * row * 28 + 2 * column];
  });
  const titled = (drawing: Drawing, title: string): Drawing => ({
    width: Math.max(drawing.width, 5.6 * title.length),
    height: drawing.height + 18,
    svg: drawing.svg + label(0, drawing.height + 14, title, { size: 10.5 }),
  });
  await write(
    'subsampling',
    beside(
      [
        titled(pixelDrawing(pixels, [28, 28, 1]), '28 × 28'),
        titled(pixelDrawing(half, [14, 14, 1]), '14 × 14: every second row and column'),
      ],
      'arrow',
    ),
    'A three, and the same with every second row and column dropped',
  );
}

// --- The kernel for diagonals.
{
  const picture = [
    [1, 0, 0, 0, 0, 1],
    [0, 1, 0, 0, 1, 0],
    [0, 0, 1, 1, 0, 0],
    [1, 0, 0, 0, 1, 0],
    [0, 1, 0, 0, 1, 0],
    [0, 0, 1, 0, 1, 0],
  ];
  const kernel = [
    [1, -1, -1],
    [-1, 1, -1],
    [-1, -1, 1],
  ];
  const map = tf.tidy(
    () =>
      tf
        .conv2d(
          tf.tensor2d(picture).as4D(1, 6, 6, 1),
          tf.tensor2d(kernel).as4D(3, 3, 1, 1),
          1,
          'valid',
        )
        .as2D(4, 4)
        .arraySync() as number[][],
  );
  await write(
    'diagonals',
    beside(
      [
        numbers(picture, 1.2, 'picture'),
        numbers(kernel, 1.2, 'kernel'),
        numbers(map, 3, 'feature map'),
      ],
      'arrow',
    ),
    'A picture, the kernel for diagonals, and its feature map',
  );
}

/** Sheets behind each other, the usual drawing of maps. */
function sheets(
  howMany: number,
  side: number,
  title: string,
  style: (i: number) => Attributes,
  step = 5,
): Drawing {
  const drawn = Math.min(howMany, 9);
  const svg = Array.from({ length: drawn }, (_, i) =>
    rect((drawn - 1 - i) * step, (drawn - 1 - i) * step, side, side, style(drawn - 1 - i)),
  );
  const size = side + (drawn - 1) * step;
  return {
    width: Math.max(size, title.length * 5.2),
    height: size + 18,
    svg: svg.join('') + label(0, size + 14, title, { size: 10.5 }),
  };
}
const plain = (): Attributes => ({ fill: '#fff', stroke: line });

// --- Three channels still give one number.
{
  const colours = ['#e5534b', '#57ab5a', '#539bf5'];
  const coloured = (opacity: number) => (i: number) => ({
    fill: colours[i % 3],
    'fill-opacity': opacity,
    stroke: line,
  });
  await write(
    'channels',
    beside(
      [
        sheets(3, 84, 'a picture of 3 channels', coloured(0.35), 8),
        sheets(3, 30, 'a kernel, 3 deep: 27 weights', coloured(0.8), 8),
        sheets(1, 76, 'one feature map', plain),
      ],
      'arrow',
    ),
    'Three channels, a kernel three deep, one map',
  );
}

// --- 25 maps, then 50.
{
  const first = layerOf('slide-both', 'convolution_1');
  const second = layerOf('slide-both', 'convolution_2');
  const pooled = layerOf('slide-both', 'pooling_1');
  const shape = ({ outputShape }: { readonly outputShape: readonly number[] }): string =>
    outputShape.join('×');
  if (!convolutionKind.is(second)) throw new Error('the second layer is no convolution');
  await write(
    'maps',
    beside(
      [
        sheets(1, 84, '28×28×1', plain),
        sheets(25, 66, shape(first), plain),
        sheets(25, 44, shape(pooled), plain),
        sheets(50, 34, shape(second), (i) => (i === 0 ? { fill: blue, stroke: blue } : plain())),
      ],
      'arrow',
    ),
    `Each of the ${second.filters} filters is ${pooled.outputShape[2]} deep and gives one map`,
  );
}

// --- Summed, not averaged: how long a step is where gradients are averaged.
{
  const rows = ['convolution_1', 'convolution_2'].map((name) => {
    const layer = layerOf('slide-both', name);
    if (!convolutionKind.is(layer)) throw new Error(`${name} is no convolution`);
    return { name, positions: layer.positions };
  });
  const full = 300;
  const svg = rows
    .map(({ name, positions }, i) => {
      const y = 62 * i;
      return (
        label(0, y + 11, name, { size: 11, fill: ink, bold: true }) +
        label(0, y + 28, 'summed', { size: 10 }) +
        rect(60, y + 19, full, 11, { fill: blue }) +
        label(60 + full + 6, y + 28, '1', { size: 10, fill: ink }) +
        label(0, y + 46, 'averaged', { size: 10 }) +
        rect(60, y + 37, full / positions, 11, { fill: '#d55e00' }) +
        label(60 + full / positions + 6, y + 46, `1/${positions}`, { size: 10, fill: ink })
      );
    })
    .join('');
  await write(
    'averaging',
    { width: 390, height: 116, svg },
    'The length of a step, summed and averaged',
  );
}

// --- Max pooling is maxout: four units with the same weights, the largest is kept.
{
  const values = [
    [1, 3],
    [0, 2],
  ];
  const units = [
    'w · patch₁ + b = 1',
    'w · patch₂ + b = 3',
    'w · patch₃ + b = 0',
    'w · patch₄ + b = 2',
  ];
  const list: Drawing = {
    width: 150,
    height: 96,
    svg:
      units
        .map(
          (text, i) =>
            rect(0, 20 * i, 140, 17, i === 1 ? { fill: '#ddf4ff', stroke: blue } : plain()) +
            label(8, 20 * i + 12.5, text, { size: 10.5, fill: ink }),
        )
        .join('') + label(0, 94, 'maxout over four tied units', { size: 10.5 }),
  };
  await write(
    'maxout',
    beside(
      [numbers(values, 3, '2×2 of a map'), list, numbers([[3]], 3, 'the largest')],
      undefined,
      50,
    ),
    'Max pooling is maxout over units with the same weights',
  );
}

// --- Flatten.
{
  const last = layerOf('slide-both', 'pooling_2');
  const flat = layerOf('slide-both', 'flatten_1');
  const vector: Drawing = {
    width: 26,
    height: 118,
    svg:
      cells(25, 1, { width: 18, height: 4 }, (row) => greys(0.55 + 0.4 * ((row * 7) % 5) * 0.2))
        .svg + label(0, 114, `${count(flat.outputShape[0])} numbers`, { size: 10.5 }),
  };
  const dense: Drawing = {
    width: 60,
    height: 118,
    svg:
      cells(10, 1, { width: 18, height: 10 }, () => '#d0e5fb').svg +
      label(0, 114, '100 neurons', { size: 10.5 }),
  };
  await write(
    'flatten',
    beside([sheets(50, 40, last.outputShape.join('×'), plain), vector, dense], 'arrow', 60),
    'Maps laid out as a vector for the dense layer',
  );
}

// --- What the comparisons measured, as `compare` draws it.
for (const [domain, record] of [
  ['images', 'images-digits-2500'],
  ['spectrograms', 'spectrograms-phonemes-4500'],
  ['sentences', 'sentences-reviews-4500'],
  ['board', 'board-self-play-4500'],
]) {
  const file = path.join(here, '../benchmarks/results', `${record}.comparison.json`);
  const { experiment } = JSON.parse(readFileSync(file, 'utf8')) as {
    experiment: ExperimentComparison;
  };
  const chart = comparisonCharts(experiment).find(({ name }) => name === 'accuracy');
  if (!chart) throw new Error(`${record} has no chart of accuracy`);
  const picture = path.join(here, 'pictures', `lecture-${domain}.png`);
  writeFileSync(picture, await drawPng(chart.svg));
  console.log(`docs/pictures/lecture-${domain}.png`);
}
