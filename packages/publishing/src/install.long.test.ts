import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { nativeInstalled } from '@axiswise/backend';
import { loadExperiment } from '@axiswise/experiment';
import { trainExperiment } from '@axiswise/runner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publint } from 'publint';
import { build } from 'esbuild';
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
const bin = at('node_modules/axiswise/dist/bin/axiswise.js');
const { AXISWISE_BACKEND: _, ...env } = process.env;
/** Calls the command line that was installed, as npx does. */
const axiswise = (...words: string[]): Promise<string> => axiswiseIn({}, ...words);
async function axiswiseIn(
  { cwd = project, node = process.execPath }: { cwd?: string; node?: string },
  ...words: string[]
): Promise<string> {
  const { stdout } = await run(node, [bin, ...words], { cwd, env });
  return stdout;
}
interface Trained {
  readonly weightsSha256: string;
  readonly test: { readonly accuracy: number };
}
const npmInstall = (...words: string[]) =>
  run(
    'npm',
    ['install', '--install-links', '--no-audit', '--no-fund', '--ignore-scripts', ...words],
    { cwd: project },
  );
/** Other Nodes to test, as in packages/backend/README.md. */
const nodes = (process.env['AXISWISE_NODES'] ?? '').split(path.delimiter).filter(Boolean);
const small = ['--strategy', 'slide-both', '--data-options', 'train=200', 'test=50'];
const once = [...small, '--epochs', '1', '--backend', 'wasm', '--workers', '1', '--json'];

beforeAll(async () => {
  built = buildPackages(root, path.join(scratch, 'build'));
  write('package.json', '{ "name": "stranger", "type": "module", "private": true }');
  await npmInstall(...built.map(({ folder }) => folder));
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
    const refused = run(process.execPath, [bin, 'train', 'plain'], { cwd: at('plain') });
    await expect(refused).rejects.toThrow(
      /package\.json .*does not say "type": "module"; add that line/,
    );
  });

  it('are as many and as large as their README says', async () => {
    const readme = readFileSync(path.join(root, 'packages/axiswise/README.md'), 'utf8');
    const [, packages, megabytes] = /(\d+) packages and (\d+) MB/.exec(readme) ?? [];
    const { packages: installed } = JSON.parse(
      readFileSync(at('node_modules/.package-lock.json'), 'utf8'),
    ) as { packages: object };
    // Of other platforms, programs come in other packages.
    expect(Math.abs(Object.keys(installed).length - Number(packages))).toBeLessThanOrEqual(4);
    const { stdout } = await run('du', ['-sm', 'node_modules'], { cwd: project });
    expect(Number.parseInt(stdout)).toBeLessThan(1.05 * Number(megabytes));
  });

  it.each([
    ['a project of modules', '{ "type": "module" }', [], 'experiment.ts'],
    ['any other project', '{}', [], 'experiment.mts'],
    [
      'a project of modules, in JavaScript',
      '{ "type": "module" }',
      ['--javascript'],
      'experiment.js',
    ],
    ['any other project, in JavaScript', '{}', ['--javascript'], 'experiment.mjs'],
  ])('write an experiment into %s, which trains', async (_title, manifest, words, file) => {
    const name = `sensors-${file.split('.')[1]}`;
    // Beside its node_modules, as in a project of its own.
    const cwd = at(name);
    write(`${name}/package.json`, manifest);
    const { files } = JSON.parse(
      await axiswiseIn({ cwd }, 'new', name, '--axes', 'sensor,time', ...words, '--json'),
    ) as { files: string[] };
    expect(files.map((each) => path.basename(each))).toContain(file);
    const engine = ['--backend', 'wasm', '--workers', '1', '--epochs', '4', '--json'];
    const { test } = JSON.parse(await axiswiseIn({ cwd }, 'train', name, ...engine)) as Trained;
    expect(test.accuracy).toBeGreaterThan(0.35);
  });

  it('compare and diagnose an experiment that they wrote', async () => {
    await axiswise('new', 'heartbeats', '--axes', 'beat');
    const few = ['--data-options', 'train=200', 'test=100', '--backend', 'wasm', '--json'];
    const { experiments } = JSON.parse(
      await axiswise('compare', 'heartbeats', '--tune', '0', '--seeds', '2', ...few),
    ) as { experiments: { strategies: unknown[] }[] };
    expect(experiments[0].strategies).toHaveLength(3);
    const { axes } = JSON.parse(
      await axiswise('diagnose', 'heartbeats', '--tune', '1', '--seeds', '2', ...few),
    ) as { axes: { axis: string }[] };
    expect(axes).toMatchObject([{ axis: 'beat' }]);
  });

  it('find an experiment that a third package brings', async () => {
    await axiswise('new', 'gestures', '--axes', 'sensor,time', '--javascript');
    const folder = path.join(scratch, 'acme-gestures');
    cpSync(at('experiments/gestures'), folder, { recursive: true });
    rmSync(at('experiments/gestures'), { recursive: true });
    const manifest = {
      ...{ name: 'acme-gestures', version: '1.0.0', type: 'module' },
      axiswise: { experiments: { gestures: './experiment.js' } },
      peerDependencies: { '@axiswise/experiment': '*', '@axiswise/geometry': '*' },
    };
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
    await npmInstall(folder);
    const words = ['--backend', 'wasm', '--workers', '1', '--epochs', '1', '--json'];
    const { weightsSha256 } = JSON.parse(await axiswise('train', 'gestures', ...words)) as Trained;
    expect(weightsSha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('train where another user installed them, whose files they cannot write', async () => {
    if (process.getuid?.() !== 0) return;
    const home = path.join(scratch, 'home of nobody');
    const nobody = 65534;
    mkdirSync(home);
    chownSync(home, nobody, nobody);
    chmodSync(scratch, 0o755);
    const { stdout } = await run(
      'setpriv',
      [
        ...[`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', process.execPath, bin],
        ...['train', 'images', ...once],
      ],
      { cwd: home, env: { ...env, HOME: home, XDG_CACHE_HOME: path.join(home, 'cache') } },
    );
    const { weightsSha256 } = JSON.parse(stdout) as Trained;
    expect(weightsSha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(nodes)('train to the same weights with %s', async (node) => {
    const weightsOf = async (executable: string): Promise<string[]> => {
      const shas: string[] = [];
      const call = { node: executable, cwd: at('sensors-ts') };
      for (const words of [
        ['images', ...once],
        ['sensors-ts', '--backend', 'wasm', '--workers', '1', '--epochs', '1', '--json'],
      ]) {
        const runDir = ['--run-dir', `of-version-${shas.length}`, '--overwrite'];
        const trained = await axiswiseIn(call, 'train', ...words, ...runDir);
        shas.push((JSON.parse(trained) as Trained).weightsSha256);
      }
      return shas;
    };
    expect(await weightsOf(node)).toEqual(await weightsOf(process.execPath));
  });

  it('bundle for browsers, with what is registered by importing it', async () => {
    write(
      'page.js',
      `import '@axiswise/kernels';
import { useBackend } from '@axiswise/backend';
import { phonemes } from '@axiswise/audio';
import { train } from '@axiswise/training';
Object.assign(globalThis, { useBackend, phonemes, train });
`,
    );
    const { warnings, outputFiles } = await build({
      ...{ entryPoints: [at('page.js')], bundle: true, platform: 'browser', format: 'esm' },
      ...{ write: false, logLevel: 'silent' },
    });
    expect(warnings).toEqual([]);
    expect(outputFiles[0].text).toContain('Conv2DBackpropFilter');
    expect(outputFiles[0].text).toContain('registerMissingGradients();');
  });

  it('hold the C++ files that native TensorFlow compiles', () => {
    const inside = 'src/native/kernels';
    const sources = readdirSync(path.join(root, 'packages/backend', inside)).sort();
    expect(sources).toContain('kernels.cc');
    const published = at(path.join('node_modules/@axiswise/backend/dist', inside));
    expect(readdirSync(published).sort()).toEqual(sources);
  });

  const installed = nativeInstalled();
  it.skipIf(!installed)(
    `install native TensorFlow without a script of its package${installed ? '' : ' (skipped: it is not installed here; npx axiswise native)'}`,
    async () => {
      const manifest = readFileSync(at('package.json'), 'utf8');
      const { summary } = JSON.parse(await axiswise('native', '--json')) as { summary: string };
      expect(summary).toMatch(/^native TensorFlow .* and trains/);
      expect(readFileSync(at('package.json'), 'utf8')).toBe(manifest);
      const native = [...once.slice(0, -5), '--epochs', '1', '--backend', 'tensorflow', '--json'];
      const trained = JSON.parse(
        await axiswise('train', 'images', ...native, '--run-dir', 'native'),
      ) as { backend: string };
      expect(trained.backend).toBe('tensorflow');
    },
  );

  it('have nothing that publint finds wrong', async () => {
    for (const { name, folder } of built) {
      const { messages } = await publint({ pkgDir: folder, level: 'warning', pack: false });
      expect(messages, name).toEqual([]);
    }
  });
});
