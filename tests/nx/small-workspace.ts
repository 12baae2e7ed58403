import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type NxResult, NxWorkspace } from './workspace.ts';

const RECORDER = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
const call = process.argv.slice(2);
appendFileSync(process.env.CALLS, JSON.stringify(call) + '\\n');
const runDir = call.find((word) => word.startsWith('--run-dir='))?.slice('--run-dir='.length);
if (runDir) {
  mkdirSync(runDir, { recursive: true });
  writeFileSync(runDir + '/run.json', JSON.stringify(call));
}
if (call.includes('--epochs=0')) {
  console.error('recorded a wrong call');
  process.exit(2);
}
console.log('recorded');
`;

const packageJson = (name: string, storey: number | 'dev', ...dependencies: string[]): string =>
  JSON.stringify({
    name: `@axiswise/${name}`,
    version: '0.1.0',
    exports: { '.': './src/index.ts' },
    axiswise: { storey },
    dependencies: Object.fromEntries(dependencies.map((other) => [`@axiswise/${other}`, '*'])),
  });

/** An experiment of the small workspace that imports one thing. */
const experiment = (name: string, line: string) => ({
  [`experiments/${name}/package.json`]: JSON.stringify({ name: `@axiswise/experiment-${name}` }),
  [`experiments/${name}/experiment.ts`]: `${line}\n`,
});

/**
 * A small workspace with the plugin and the nx.json of this one. Its command line trains nothing: it
 * notes each call, and writes the run directory that it was told to.
 */
export class SmallWorkspace extends NxWorkspace {
  /** Where its named data lies. */
  readonly dataDir = join(this.scratch, 'data');
  readonly #calls = join(this.scratch, 'calls.jsonl');

  constructor() {
    super();
    // The plugin asks the packages of the checkout where data lies.
    this.copy('nx.json', '.nxignore', '.gitignore', 'packages/nx');
    this.write({
      'package.json': JSON.stringify({
        name: 'small',
        private: true,
        workspaces: ['packages/*', 'experiments/*'],
      }),
      'package-lock.json': JSON.stringify({ name: 'small', lockfileVersion: 3, packages: {} }),
      'tsconfig.base.json': JSON.stringify({ compilerOptions: { module: 'nodenext' } }),
      'README.md': 'A small workspace.\n',
      'packages/cli/package.json': packageJson('cli', 4),
      'packages/cli/bin/axiswise.js': RECORDER,
      'packages/data/package.json': packageJson('data', 0),
      'packages/data/src/index.ts': 'export const data = 0;\n',
      'packages/data/src/index.test.ts': `import { fake } from '@axiswise/testing';\nfake;\n`,
      'packages/data/README.md': 'Data.\n',
      'packages/image/package.json': packageJson('image', 1, 'data'),
      'packages/image/src/index.ts': `export { data as image } from '@axiswise/data';\n`,
      'packages/audio/package.json': packageJson('audio', 1),
      'packages/audio/src/index.ts': 'export const audio = 0;\n',
      'packages/testing/package.json': packageJson('testing', 'dev', 'data'),
      'packages/testing/src/index.ts': `export { data as fake } from '@axiswise/data';\n`,
      ...experiment('images', `export { image } from '@axiswise/image';`),
      ...experiment('sounds', `export { audio } from '@axiswise/audio';`),
      ...experiment('marks', 'export default 0;'),
      ...experiment('words', 'export default 0;'),
      'experiments/images/README.md': 'Images.\n',
    });
    this.linkInstalled();
    mkdirSync(join(this.dataDir, 'mnist'), { recursive: true });
    mkdirSync(join(this.dataDir, 'other'));
    writeFileSync(join(this.dataDir, 'mnist/images'), 'pixels');
    this.write({
      'runs/mine/run.json': '{}',
      'pictures/cat/1.png': 'a',
      'pictures/dog/1.png': 'b',
    });
  }

  /** {@link nx} with an engine and the data of this workspace. */
  override nx(
    args: readonly string[],
    overrides: Readonly<Record<string, string>> = {},
  ): Promise<NxResult> {
    const env = { AXISWISE_DATA_DIR: this.dataDir, AXISWISE_BACKEND: 'wasm', CALLS: this.#calls };
    return super.nx(args, { ...env, ...overrides });
  }

  /** The arguments of every call of the command line so far. */
  recorded(): string[][] {
    if (!existsSync(this.#calls)) return [];
    return readFileSync(this.#calls, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  }

  /** The experiments for which this call of Nx called the command line; the others were cached. */
  async ran(args: readonly string[], overrides: Record<string, string> = {}): Promise<string[]> {
    const before = this.recorded().length;
    const result = await this.nx(args, overrides);
    expect(result.output).toContain('Successfully ran target');
    const names = this.recorded()
      .slice(before)
      .map(([, name]) => name);
    expect(result.cached).toBe(names.length === 0);
    return names.sort();
  }

  /** Whether a call for one experiment called the command line. */
  async runs(args: readonly string[], overrides?: Record<string, string>): Promise<boolean> {
    return (await this.ran(args, overrides)).length > 0;
  }

  /** {@link ran} while these files of the workspace have one more line. */
  async ranWithEdited(files: readonly string[], args: readonly string[]): Promise<string[]> {
    const contents = files.map((file) => readFileSync(this.path(file), 'utf8'));
    try {
      for (const file of files) appendFileSync(this.path(file), '\n');
      return await this.ran(args);
    } finally {
      files.forEach((file, i) => writeFileSync(this.path(file), contents[i]));
    }
  }
}
