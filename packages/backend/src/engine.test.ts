import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as tf from '@axiswise/tensorflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BackendChoice } from './backend-choices.ts';
import { type Engine, useBackend } from './engine.ts';
import { InputError } from '@axiswise/messages';
import { nativeBindingPath, nativeInstalled, tfjsNodeFolder } from './native/binding-path.ts';
import { runCommand, typescriptArguments } from '@axiswise/processes';

const here = path.dirname(fileURLToPath(import.meta.url));
const temporary = mkdtempSync(path.join(os.tmpdir(), 'axiswise-engine-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** Calls `useBackend` once in its own process, in which tensors are then computed. */
interface Call {
  readonly choice: string;
  readonly threads?: number;
}
type Outcome = (Engine & { sum: number; running: string }) | { error: string; inputError: boolean };

/** Makes the calls one after another in one new process; returns also all that it wrote. */
async function inNewProcess(
  calls: readonly Call[],
  options: { sources?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<{ outcomes: Outcome[]; stdout: string; stderr: string }> {
  const sources = options.sources ?? here;
  const script = path.join(sources, 'engine-calls.fixture.ts');
  const output = path.join(temporary, `outcomes-${Math.random()}.json`);
  const { stdout, stderr } = await runCommand(
    process.execPath,
    [...typescriptArguments(pathToFileURL(script)), output, JSON.stringify(calls)],
    { cwd: temporary, env: { ...process.env, ...options.env }, timeoutMs: 60_000 },
  );
  return { outcomes: JSON.parse(readFileSync(output, 'utf8')) as Outcome[], stdout, stderr };
}

/**
 * A copy of this package whose tfjs-node has the given binding, or none; all other packages are
 * links to the real ones.
 */
function packageWithBinding(name: string, binding?: string): string {
  const root = path.join(temporary, name);
  const real = path.dirname(path.dirname(tfjsNodeFolder()));
  const scope = path.join(root, 'node_modules', '@tensorflow');
  mkdirSync(scope, { recursive: true });
  for (const entry of readdirSync(real)) {
    if (entry === '@tensorflow' || entry.startsWith('.')) continue;
    symlinkSync(path.join(real, entry), path.join(root, 'node_modules', entry));
  }
  for (const entry of readdirSync(path.join(real, '@tensorflow'))) {
    if (entry === 'tfjs-node') continue;
    symlinkSync(path.join(real, '@tensorflow', entry), path.join(scope, entry));
  }
  const lib = path.join(tfjsNodeFolder(), 'lib');
  const copy = path.join(scope, 'tfjs-node');
  cpSync(tfjsNodeFolder(), copy, { recursive: true, filter: (source) => source !== lib });
  if (binding !== undefined) {
    mkdirSync(path.dirname(nativeBindingPath(copy)), { recursive: true });
    writeFileSync(nativeBindingPath(copy), binding);
  }
  writeFileSync(path.join(root, 'package.json'), '{"type":"module"}');
  cpSync(here, path.join(root, 'src'), { recursive: true });
  return path.join(root, 'src');
}

describe('in this process', () => {
  it('refuses a backend that does not exist, and names those that do', async () => {
    const call = useBackend('gpu' as BackendChoice);
    await expect(call).rejects.toThrow(InputError);
    await expect(call).rejects.toThrow(
      'there is no backend "gpu"; choose one of auto, tensorflow, wasm, cpu',
    );
    await expect(call).rejects.toHaveProperty('inputError', true);
  });

  it.each([0, -1, 1.5, NaN])('refuses %d threads', async (threads) => {
    await expect(useBackend('wasm', { threads })).rejects.toThrow(
      `threads must be a positive integer, got ${threads}`,
    );
  });

  it('switches the engine back and forth', async () => {
    expect(await useBackend('cpu')).toMatchObject({ name: 'cpu', threads: 1, version: '4.22.0' });
    expect(tf.getBackend()).toBe('cpu');
    const x = tf.tensor1d([1, 2, 3]);
    const wasm = await useBackend('wasm');
    expect(wasm).toMatchObject({ name: 'wasm', threads: 1, flags: { simd: 'true' } });
    expect(wasm.advice).toBe('backend wasm 4.22.0, 1 thread');
    expect(tf.getBackend()).toBe('wasm');
    expect(x.square().dataSync()).toEqual(Float32Array.of(1, 4, 9));
    x.dispose();
    await useBackend('cpu');
    expect(tf.getBackend()).toBe('cpu');
  });

  it('trains a convolution on wasm, which TensorFlow.js alone does not', async () => {
    await useBackend('wasm');
    const filter = tf.variable(tf.ones([3, 3, 1, 1]));
    const image = tf.ones([1, 5, 5, 1]) as tf.Tensor4D;
    const loss = () => tf.conv2d(image, filter as tf.Tensor4D, 1, 'valid').sum() as tf.Scalar;
    const { grads } = tf.variableGrads(loss, [filter]);
    // Each of the nine weights covers each of the nine positions once, and all inputs are one.
    expect(Object.values(grads)[0].dataSync()).toEqual(new Float32Array(9).fill(9));
  });
});

describe('where native TensorFlow is not installed', () => {
  let written: Awaited<ReturnType<typeof inNewProcess>>;
  beforeAll(async () => {
    const sources = packageWithBinding('absent');
    const choices = ['auto', 'tensorflow', 'cpu', 'wasm'].map((choice) => ({ choice }));
    written = await inNewProcess(choices, { sources });
  });

  it('uses wasm, and says what would be faster', () => {
    const [auto, tensorflow, cpu, wasm] = written.outcomes;
    expect(auto).toMatchObject({ name: 'wasm', running: 'wasm', sum: 6 });
    expect((auto as Engine).advice).toMatch(
      /^backend wasm 4\.22\.0, 1 thread; `npx axiswise native` installs native TensorFlow, /,
    );
    expect(tensorflow).toEqual({
      error: 'native TensorFlow is not installed; install it with: npx axiswise native',
      inputError: true,
    });
    expect(cpu).toMatchObject({ running: 'cpu', sum: 6 });
    expect(wasm).toMatchObject({ name: 'wasm', running: 'wasm', sum: 6 });
  });

  it('writes nothing, where TensorFlow.js would advise other packages on the console', () => {
    const { stdout, stderr } = written;
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
  });
});

describe('where the binding of native TensorFlow is broken', () => {
  let sources: string;
  beforeAll(() => {
    sources = packageWithBinding('broken', 'no shared object');
  });

  it('uses wasm and says why, or refuses if native was requested', async () => {
    const choices = [{ choice: 'auto' }, { choice: 'tensorflow' }];
    const [auto, tensorflow] = (await inNewProcess(choices, { sources })).outcomes;
    expect(auto).toMatchObject({ name: 'wasm', running: 'wasm', sum: 6 });
    expect((auto as Engine).advice).toMatch(
      /^backend wasm .*, because native TensorFlow does not load \(.*\); install it anew with: npx axiswise native$/,
    );
    expect(tensorflow).toMatchObject({
      error: expect.stringContaining('native TensorFlow does not load (') as string,
      inputError: true,
    });
  });
});

const native = nativeInstalled();
describe.skipIf(!native)(
  `on native TensorFlow${native ? '' : ' (skipped: not installed, see npx axiswise native)'}`,
  () => {
    it('takes it, with the threads asked for and a clean standard output', async () => {
      const { outcomes, stdout } = await inNewProcess([
        { choice: 'auto', threads: 1 },
        { choice: 'auto', threads: 2 },
        { choice: 'tensorflow', threads: 1 },
      ]);
      const [first, otherThreads, again] = outcomes;
      expect(first).toMatchObject({
        name: 'tensorflow',
        running: 'tensorflow',
        threads: 1,
        sum: 6,
      });
      // Falling back to wasm would silently change the numbers of a run.
      expect(otherThreads).toEqual({
        error:
          'native TensorFlow already runs with 1 thread in this process; 2 threads take a new process',
        inputError: true,
      });
      expect(again).toMatchObject({ name: 'tensorflow', threads: 1 });
      expect(stdout).toBe('');
    });

    it.runIf(process.platform === 'linux')('starts as many threads as asked for', async () => {
      const tasks = async (threads: number): Promise<number> => {
        const { outcomes } = await inNewProcess([{ choice: 'tensorflow', threads }]);
        return (outcomes[0] as unknown as { tasks: number }).tasks;
      };
      // One thread pool within an operation, one across operations.
      expect((await tasks(5)) - (await tasks(2))).toBe(2 * (5 - 2));
    });

    it('records the variables that change its numbers', async () => {
      const call = [{ choice: 'tensorflow', threads: 1 }];
      const env = { TF_ENABLE_ONEDNN_OPTS: undefined };
      const [unset] = (await inNewProcess(call, { env })).outcomes;
      expect((unset as Engine).flags).toMatchObject({ TF_ENABLE_ONEDNN_OPTS: 'default' });
      const [off] = (await inNewProcess(call, { env: { TF_ENABLE_ONEDNN_OPTS: '0' } })).outcomes;
      expect((off as Engine).flags).toMatchObject({ TF_ENABLE_ONEDNN_OPTS: '0' });
    });
  },
);
