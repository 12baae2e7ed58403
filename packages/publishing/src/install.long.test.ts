import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { loadExperiment } from '@axiswise/experiment';
import { trainExperiment } from '@axiswise/runner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publint } from 'publint';
import { type BuiltPackage, buildPackages } from './build-packages.ts';
import { manifestAt } from './workspace-package.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../../..');
/** Of a stranger, with a space and an umlaut in its path. */
const scratch = mkdtempSync(path.join(os.tmpdir(), 'axiswise für Fremde '));
const project = path.join(scratch, 'project');
let built: BuiltPackage[];

const at = (file: string): string => path.join(project, file);
function write(file: string, text: string): void {
  mkdirSync(path.dirname(at(file)), { recursive: true });
  writeFileSync(at(file), text);
}
/** Calls the command line that was installed, as npx does. */
const axiswise = async (...words: string[]): Promise<string> => {
  const bin = at('node_modules/axiswise/dist/bin/axiswise.js');
  const { AXISWISE_BACKEND: _, ...env } = process.env;
  const { stdout } = await run(process.execPath, [bin, ...words], { cwd: project, env });
  return stdout;
};
const small = ['--strategy', 'slide-both', '--data-options', 'train=200', 'test=50'];
const once = [...small, '--epochs', '1', '--backend', 'wasm', '--workers', '1', '--json'];

beforeAll(async () => {
  built = buildPackages(root, path.join(scratch, 'build'));
  write('package.json', '{ "name": "stranger", "type": "module", "private": true }');
  const folders = built.map(({ folder }) => folder);
  await run(
    'npm',
    ['install', '--install-links', '--no-audit', '--no-fund', '--ignore-scripts', ...folders],
    { cwd: project },
  );
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('the packages, built and installed in a folder of somebody else', () => {
  it('say their version, and train to the weights of the sources', async () => {
    expect((await axiswise('--version')).trim()).toBe(
      manifestAt(path.join(root, 'packages/axiswise')).version,
    );
    const { weightsSha256 } = JSON.parse(await axiswise('train', 'images', ...once)) as {
      weightsSha256: string;
    };
    const here = await trainExperiment(await loadExperiment('images'), {
      strategy: 'slide-both',
      dataOptions: { train: '200', test: '50' },
      epochs: 1,
      backend: 'wasm',
      workers: 1,
      runDir: path.join(scratch, 'of-sources'),
    });
    expect(weightsSha256).toBe(here.weightsSha256);
  });

  it('divide batches between threads, and compare in processes', async () => {
    await axiswise('train', 'images', ...once.slice(0, -2), '2', '--json', '--run-dir', 'two');
    const comparison = JSON.parse(
      await axiswise(
        ...['compare', 'images', '--strategies', 'span-both,linear', ...small.slice(2)],
        ...['--epochs', '1', '--seeds', '1', '--tune', '0', '--backend', 'wasm', '--json'],
      ),
    ) as { experiments: { strategies: unknown[] }[] };
    expect(comparison.experiments[0].strategies).toHaveLength(2);
  });

  it.each(['ts', 'js'])('run an experiment in .%s of that project', async (extension) => {
    const name = `mine-${extension}`;
    write(
      `experiments/${name}/experiment.${extension}`,
      `import { defineAxes, defineExperiment, dense, flatten, generatedSource, span, yes } from 'axiswise';
const anywhere = { patternsRecur: yes('so'), subsamplable: yes('so') };
const axes = defineAxes({ time: anywhere });
export default defineExperiment({
  name: '${name}', title: 'Mine', cites: [], deviations: [], axes,
  example: { shape: [6, 1], classes: 2 },
  sources: [generatedSource({
    name: 'steps', description: 'noise that rises or falls', axes: ['time'], shape: [6, 1],
    classes: ['falls', 'rises'], records: { train: 60, test: 20 },
    draw: (label, random) =>
      Float32Array.from({ length: 6 }, (_, t) => (label === 1 ? t : -t) + random.normal()),
  })],
  strategies: { span: { blocks: [{ move: { time: span() } }] } },
  network: ({ classes }) => [flatten(), dense(classes, { activation: 'softmax' })],
  training: { epochs: 2, batchSize: 10, optimizer: { kind: 'adam', learningRate: 0.05 }, validation: 0.1 },
  expects: 'all',
});
`,
    );
    const { test } = JSON.parse(
      await axiswise('train', name, '--backend', 'wasm', '--workers', '1', '--json'),
    ) as { test: { accuracy: number } };
    expect(test.accuracy).toBeGreaterThan(0.5);
  });

  it('need no program of other packages for what does not read or draw pictures', async () => {
    // As `npm install --omit=optional` leaves them out.
    const left = ['@img', '@resvg', '@esbuild'].map((name) => at(`node_modules/${name}`));
    const away = (folder: string): string => `${folder}-away`;
    for (const folder of left) renameSync(folder, away(folder));
    try {
      expect(await axiswise('--help')).toContain('axiswise <command>');
      await axiswise('train', 'images', ...once, '--run-dir', 'without');
      write('one.png', 'no picture');
      await expect(axiswise('predict', 'without', 'one.png')).rejects.toThrow(
        /the package sharp does not load on .*; install it with: npm install --include=optional sharp/,
      );
    } finally {
      for (const folder of left) renameSync(away(folder), folder);
    }
  });

  it('say which line a project lacks whose TypeScript would be CommonJS', async () => {
    write('plain/package.json', '{ "name": "plain", "private": true }');
    write('plain/experiments/plain/experiment.ts', 'export default {};');
    const bin = at('node_modules/axiswise/dist/bin/axiswise.js');
    const refused = run(process.execPath, [bin, 'train', 'plain'], { cwd: at('plain') });
    await expect(refused).rejects.toThrow(
      /package\.json .*does not say "type": "module"; add that line/,
    );
  });

  it('have nothing that publint finds wrong', async () => {
    for (const { name, folder } of built) {
      const { messages } = await publint({ pkgDir: folder, level: 'warning', pack: false });
      expect(messages, name).toEqual([]);
    }
  });
});
