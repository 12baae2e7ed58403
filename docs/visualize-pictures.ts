/**
 * Makes the pictures of visualize.md by the commands written there.
 *
 *     AXISWISE_DATA_DIR=… npx tsx docs/visualize-pictures.ts    writes docs/pictures/visualize-*.png
 *
 * Trains what they need into `runs/lecture` and `runs/visualize`, and nothing twice.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const axiswise = (...words: string[]): void => {
  console.log(`axiswise ${words.join(' ')}`);
  const bin = path.join(root, 'packages/cli/bin/axiswise.js');
  execFileSync(process.execPath, [bin, ...words], { cwd: root, stdio: 'inherit' });
};

const lecture = 'runs/lecture';
const trainings: Readonly<Record<string, readonly string[]>> = {
  [lecture]: ['images', '--data', 'mnist', '--epochs', '12'],
  'runs/visualize/spectrograms': ['spectrograms', '--epochs', '12', '--filters', '24'],
  'runs/visualize/sentences': ['sentences', '--epochs', '8'],
  'runs/visualize/board': ['board', '--filters', '16'],
};
for (const [run, words] of Object.entries(trainings)) {
  axiswise('train', ...words, '--run-dir', run, '--resume');
}

const pictures: Readonly<Record<string, readonly string[]>> = {
  filters: [lecture, '--layer', 'convolution_2', '--units', '0-8'],
  neurons: [lecture, '--layer', 'dense_1', '--units', '0-8'],
  outputs: [lecture, '--layer', 'dense_2', '--units', '0-9', '--start', 'anywhere'],
  'with-ink': [lecture, '--layer', 'dense_2', '--units', '0-9', '--l1', '1'],
  top: [lecture, '--layer', 'convolution_2', '--units', '0-3', '--top', '3'],
  occlusion: [lecture, '--map', 'occlusion', '--example', '0', '--units', '7,9'],
  spectrograms: ['runs/visualize/spectrograms', '--layer', 'convolution_1', '--units', '0-2', '--l2', '2', '--top', '2'], // prettier-ignore
  sentences: ['runs/visualize/sentences', '--map', 'occlusion', '--example', '3', '--units', 'negative,positive'], // prettier-ignore
  board: ['runs/visualize/board', '--map', 'occlusion', '--example', '3', '--window', '2'],
  model: ['packages/style/src/textures/model.json', '--layer', 'block3_conv1', '--units', '0-11', '--size', '64', '--jitter', '4', '--blur', '0.6'], // prettier-ignore
};
for (const [name, words] of Object.entries(pictures)) {
  axiswise('visualize', ...words, '--out', `docs/pictures/visualize-${name}.png`);
}
