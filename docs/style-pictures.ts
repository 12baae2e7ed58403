/**
 * Makes the pictures of style.md, by the commands written there, and a table of what they measured.
 *
 *     AXISWISE_DATA_DIR=… npx tsx docs/style-pictures.ts    some ten minutes; writes docs/pictures
 *
 * Pictures that are already in the working folder (`--folder`, by default `runs/style`) are not made
 * again.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dataDirectory } from '@axiswise/files';
import sharp from 'sharp';

const here = path.dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: { folder: { type: 'string', default: path.join(here, '../runs/style') } },
});
const styles = path.join(dataDirectory(), 'style');
const side = 256;
mkdirSync(values.folder, { recursive: true });
mkdirSync(path.join(here, 'pictures'), { recursive: true });

const rows: string[] = [];

/** Calls `axiswise style` on amber.jpg, once, and gives the file it wrote. */
function paint(name: string, style: string, ...words: string[]): string {
  const png = path.join(values.folder, `${name}.png`);
  const json = path.join(values.folder, `${name}.json`);
  if (!existsSync(png) || !existsSync(json)) {
    const bin = path.join(here, '../packages/cli/bin/axiswise.js');
    const files = ['amber.jpg', `${style}.jpg`].map((file) => path.join(styles, file));
    const output = execFileSync(
      process.execPath,
      [
        ...[bin, 'style', '--content', files[0], '--style', files[1], '--out', png, '--json'],
        ...['--backend', 'wasm', ...words],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    writeFileSync(json, output);
  }
  const { contentLoss, styleLoss, initial, seconds } = JSON.parse(readFileSync(json, 'utf8')) as {
    contentLoss: number;
    styleLoss: number;
    initial: { styleLoss: number };
    seconds: number;
  };
  rows.push(
    `| ${style} | ${words.join(' ') || '-'} | ${contentLoss.toFixed(2)} | ` +
      `${initial.styleLoss.toFixed(2)} → ${styleLoss.toFixed(4)} | ${seconds.toFixed(0)} |`,
  );
  return png;
}

/** Pictures side by side, row below row. */
async function sheet(
  name: string,
  grid: readonly (readonly string[])[],
  cell = side,
): Promise<void> {
  const gap = 4;
  const columns = Math.max(...grid.map((row) => row.length));
  const parts = await Promise.all(
    grid.flatMap((row, i) =>
      row.map(async (file, j) => ({
        input: await sharp(file).resize(cell, cell, { fit: 'cover' }).png().toBuffer(),
        left: j * (cell + gap),
        top: i * (cell + gap),
      })),
    ),
  );
  await sharp({
    create: {
      width: columns * (cell + gap) - gap,
      height: grid.length * (cell + gap) - gap,
      channels: 3,
      background: '#fff',
    },
  })
    .composite(parts)
    .jpeg({ quality: 78 })
    .toFile(path.join(here, 'pictures', `${name}.jpg`));
}

const original = (name: string): string => path.join(styles, `${name}.jpg`);
const paintings = ['candy', 'mosaic', 'rain-princess', 'udnie'];

const main = paintings.map((style) => paint(style, style));
await sheet('style', [['amber', ...paintings].map(original), [original('amber'), ...main]], 160);

const weights = ['10', '1000'].map((weight) =>
  paint(`candy-weight-${weight}`, 'candy', '--style-weight', weight),
);
await sheet('style-weights', [[weights[0], main[0], weights[1]]]);

const extractors = ['random', 'textures'].map((extractor) =>
  paint(`candy-${extractor}`, 'candy', '--extractor', extractor),
);
await sheet('style-extractors', [[main[0], ...extractors]]);

const colors = ['luminance', 'matching'].map((how) =>
  paint(`candy-${how}`, 'candy', '--keep-color', how),
);
await sheet('style-color', [[main[0], ...colors]]);

const texture = paint('candy-texture', 'candy', '--start', 'noise', '--content-weight', '0');
await sheet('style-texture', [[original('candy'), texture]]);

console.log(`${os.cpus()[0].model}, ${os.cpus().length} cores, Node ${process.version}\n`);
console.log('| style | options | content loss | style loss | seconds |\n|---|---|--:|--:|--:|');
console.log(rows.join('\n'));
