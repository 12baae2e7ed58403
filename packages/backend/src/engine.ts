import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { BackendError } from './errors.ts';
import { registerMissingGradients } from './gradients/index.ts';
import { shimNodeForTfjsNode } from './native/node-shim.ts';
import { registerWasmTrainingKernels } from './wasm/index.ts';

/** An engine of TensorFlow.js by its own name: `tensorflow` is the native library. */
export type BackendName = 'tensorflow' | 'wasm' | 'cpu';
export type BackendChoice = 'auto' | BackendName;
export const backendChoices = ['auto', 'tensorflow', 'wasm', 'cpu'] as const;

/** The engine that runs, with what may change its speed or its last bits. */
export interface Engine {
  readonly name: BackendName;
  readonly version: string;
  readonly threads: number;
  /** Environment variables and features that change results or speed. */
  readonly flags: Readonly<Record<string, string>>;
  /** One line: which engine was taken, and what would make it faster. */
  readonly advice: string;
}

const require = createRequire(import.meta.url);
let native: Engine | undefined;

/**
 * Makes TensorFlow.js run on an engine: the one asked for, or with `auto` native TensorFlow where it
 * is installed and wasm elsewhere.
 *
 * @param options.threads of native TensorFlow, by default all cores; they are fixed by the first call
 *   in a process. The others have one thread.
 * @throws BackendError where the engine that is asked for is not available, with the remedy.
 */
export async function useBackend(
  choice: BackendChoice,
  options: { readonly threads?: number } = {},
): Promise<Engine> {
  registerMissingGradients();
  switch (choice) {
    case 'tensorflow':
      return useNative(options.threads);
    case 'wasm':
      return useWasm();
    case 'cpu':
      return useCpu();
    case 'auto':
      if (!nativeInstalled()) {
        const engine = await useWasm();
        return {
          ...engine,
          advice: `${engine.advice}; npx axiswise native would install a faster one`,
        };
      }
      try {
        return await useNative(options.threads);
      } catch (cause) {
        const engine = await useWasm();
        const { message } = cause as Error;
        return { ...engine, advice: `${engine.advice}, because ${message}` };
      }
    default:
      throw new BackendError(
        `there is no backend "${String(choice)}"; choose one of ${backendChoices.join(', ')}`,
      );
  }
}

/** Whether the binding of native TensorFlow lies where tfjs-node looks for it. */
function nativeInstalled(): boolean {
  const folder = path.dirname(require.resolve('@tensorflow/tfjs-node/package.json'));
  return existsSync(path.join(folder, 'lib', 'napi-v8', 'tfjs_binding.node'));
}

async function useNative(threads = os.availableParallelism()): Promise<Engine> {
  if (!nativeInstalled()) {
    throw new BackendError(
      'native TensorFlow is not installed; install it with: npx axiswise native',
    );
  }
  if (native) {
    if (native.threads !== threads) {
      throw new BackendError(
        `native TensorFlow already runs with ${native.threads} threads in this process; ` +
          `${threads} threads take a new process`,
      );
    }
  } else {
    native = await loadNative(threads);
  }
  await tf.setBackend('tensorflow');
  return native;
}

async function loadNative(threads: number): Promise<Engine> {
  // Read once, when the library starts.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  process.env['TF_NUM_INTEROP_THREADS'] = String(threads);
  process.env['OMP_NUM_THREADS'] = String(threads);
  shimNodeForTfjsNode();
  let tfjsNode: { version: Record<string, string> };
  try {
    tfjsNode = (await import('@tensorflow/tfjs-node')) as unknown as typeof tfjsNode;
  } catch (cause) {
    throw new BackendError(
      `native TensorFlow does not load (${(cause as Error).message.split('\n')[0]}); ` +
        `install it anew with: npx axiswise native`,
      { cause },
    );
  }
  const library = (tf.findBackend('tensorflow') as unknown as { binding: { TF_Version: string } })
    .binding.TF_Version;
  const version = `${tfjsNode.version['tfjs-node'] ?? tf.version.tfjs} (TensorFlow ${library})`;
  return {
    name: 'tensorflow',
    version,
    threads,
    flags: environmentFlags(['TF_ENABLE_ONEDNN_OPTS', 'TF_NUM_INTRAOP_THREADS']),
    advice: `backend tensorflow ${version}, ${plural(threads, 'thread')}`,
  };
}

async function useWasm(): Promise<Engine> {
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  if (!tf.findBackendFactory('wasm')) {
    throw new BackendError('the wasm backend did not register; run npm ci again');
  }
  const folder = path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'));
  if (!tf.findBackend('wasm')) wasm.setWasmPaths(folder + path.sep);
  registerWasmTrainingKernels();
  if (!(await tf.setBackend('wasm'))) {
    throw new BackendError('WebAssembly does not start in this Node; try --backend cpu');
  }
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return {
    name: 'wasm',
    version: tf.version.tfjs,
    threads: 1,
    flags: { simd: String(simd) },
    advice: `backend wasm ${tf.version.tfjs}, 1 thread`,
  };
}

async function useCpu(): Promise<Engine> {
  // Its first use would advise, on the console, to install what `axiswise native` installs.
  const backend = tf.findBackend('cpu') as unknown as { firstUse: boolean };
  backend.firstUse = false;
  await tf.setBackend('cpu');
  return {
    name: 'cpu',
    version: tf.version.tfjs,
    threads: 1,
    flags: {},
    advice:
      `backend cpu ${tf.version.tfjs} (pure JavaScript, for tiny tensors); ` +
      `--backend wasm is some hundred times faster`,
  };
}

const environmentFlags = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );

const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
