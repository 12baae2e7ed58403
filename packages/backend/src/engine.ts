import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { isMainThread } from 'node:worker_threads';
import * as tf from '@axiswise/tensorflow';
import { registerMissingGradients } from '@axiswise/kernels/gradients';
import { InputError, plural } from '@axiswise/messages';
import { type BackendChoice, backendChoices, type BackendName } from './backend-choices.ts';
import { useCpu } from './cpu-engine.ts';
import { nativeInstalled } from './native/binding-path.ts';
import {
  kernelLibraryPath,
  kernelsCompiled,
  nativeKernelRevision,
  useKernelLibrary,
} from './native/kernel-library.ts';
import { shimNodeForTfjsNode } from './native/node-shim.ts';
import { registerNativeReluGrad } from './native/relu-grad.ts';
import { registerNativeUnfold } from './native/unfold.ts';
import { registerSpanningConvolutions } from './native/spanning-convolution.ts';
import { bindingServesThreads, loadThreadBinding } from './native/thread-binding.ts';
import type { Engine } from './running-engine.ts';
import { startWasm, type WasmFiles } from './wasm-engine.ts';

export type { Engine };

const require = createRequire(import.meta.url);
let native: Engine | undefined;

/** Variables that change what native TensorFlow computes, or how fast, besides its version. */
const nativeVariables = [
  'TF_DISABLE_MKL',
  'TF_XLA_FLAGS',
  'ONEDNN_MAX_CPU_ISA',
  'ONEDNN_DEFAULT_FPMATH_MODE',
];

/**
 * Starts an engine for TensorFlow.js: the requested one, or with `auto` native TensorFlow if it is
 * installed and loads, else wasm.
 *
 * @param options.threads threads of native TensorFlow; the first call in a process decides. The other
 *   engines have one thread.
 * @param options.defaultThreads threads of native TensorFlow where it does not run yet and `threads` is not
 *   given; by default all cores.
 * @param options.wasmFiles where the files of the wasm engine lie; by default in its package.
 * @throws InputError if the requested engine is not available, with the remedy.
 */
export async function useBackend(
  choice: BackendChoice,
  options: {
    readonly threads?: number | undefined;
    readonly defaultThreads?: number | undefined;
    readonly wasmFiles?: WasmFiles | undefined;
  } = {},
): Promise<Engine> {
  const { threads, defaultThreads, wasmFiles } = options;
  if (threads !== undefined && !(Number.isSafeInteger(threads) && threads >= 1)) {
    throw new InputError('backend', `threads must be a positive integer, got ${threads}`);
  }
  registerMissingGradients();
  switch (choice) {
    case 'tensorflow':
      return useNative(threads, defaultThreads);
    case 'wasm':
      return useWasm(wasmFiles);
    case 'cpu':
      return useCpu();
    case 'auto':
      return useFastest(threads, defaultThreads);
    default:
      throw new InputError(
        'backend',
        `there is no backend "${String(choice)}"; choose one of ${backendChoices.join(', ')}`,
      );
  }
}

/**
 * Finds which engine a choice means on this machine, without starting it: with `auto` native TensorFlow where it
 * is installed; should it not load, it will be wasm all the same.
 *
 * @throws InputError where native TensorFlow is chosen and not installed.
 */
export function engineNamed(choice: BackendChoice): BackendName {
  if (choice === 'auto') return nativeInstalled() ? 'tensorflow' : 'wasm';
  if (choice === 'tensorflow') requireNative();
  return choice;
}

function requireNative(): void {
  if (nativeInstalled()) return;
  throw new InputError(
    'backend',
    'native TensorFlow is not installed; install it with: npx axiswise native',
  );
}

async function useFastest(...threads: Parameters<typeof useNative>): Promise<Engine> {
  if (nativeInstalled()) {
    try {
      return await useNative(...threads);
    } catch (cause) {
      // If native TensorFlow runs already, with other settings, another engine is no remedy.
      if (native) throw cause;
      const engine = await useWasm();
      return { ...engine, advice: `${engine.advice}, because ${(cause as Error).message}` };
    }
  }
  const engine = await useWasm();
  return {
    ...engine,
    // Examples/s in training of the reference networks, each with its best setting: `npm run bench`.
    advice:
      `${engine.advice}; \`npx axiswise native\` installs native TensorFlow, ` +
      `which trains 1.2 to 2.1 times as fast`,
  };
}

async function useNative(
  asked: number | undefined,
  defaultThreads = os.availableParallelism(),
): Promise<Engine> {
  const threads = asked ?? native?.threads ?? defaultThreads;
  requireNative();
  if (native && native.threads !== threads) {
    throw new InputError(
      'backend',
      `native TensorFlow already runs with ${plural(native.threads, 'thread')} in this process; ` +
        `${plural(threads, 'thread')} take a new process`,
    );
  }
  native ??= await loadNative(threads);
  await tf.setBackend('tensorflow');
  return native;
}

async function loadNative(threads: number): Promise<Engine> {
  // The library reads these once, when it starts; later changes have no effect.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  process.env['TF_NUM_INTEROP_THREADS'] = String(threads);
  shimNodeForTfjsNode();
  let tfjsNode: { version: Record<string, string> };
  try {
    if (!isMainThread && bindingServesThreads) loadThreadBinding();
    tfjsNode = (await import('@tensorflow/tfjs-node')) as unknown as typeof tfjsNode;
  } catch (cause) {
    throw new InputError(
      'backend',
      `native TensorFlow does not load (${(cause as Error).message.split('\n')[0]}); ` +
        `install it anew with: npx axiswise native`,
      { cause },
    );
  }
  // The package has brought a TensorFlow.js that registered its own.
  registerMissingGradients();
  registerNativeReluGrad();
  registerNativeUnfold();
  const own = kernelsCompiled();
  if (own) useKernelLibrary(kernelLibraryPath(), threads);
  else registerSpanningConvolutions();
  const library = (tf.findBackend('tensorflow') as unknown as { binding: { TF_Version: string } })
    .binding.TF_Version;
  const version = `${tfjsNode.version['tfjs-node'] ?? tf.version.tfjs} (TensorFlow ${library})`;
  return {
    name: 'tensorflow',
    version,
    threads,
    servesThreads: bindingServesThreads,
    flags: {
      TF_ENABLE_ONEDNN_OPTS: process.env['TF_ENABLE_ONEDNN_OPTS'] ?? 'default',
      ...(own && { kernels: nativeKernelRevision }),
      ...setVariables(nativeVariables),
    },
    advice:
      `backend tensorflow ${version}, ${plural(threads, 'thread')}` +
      (own ? '' : '; `npx axiswise native` compiles kernels for it that train faster'),
  };
}

async function useWasm(given?: WasmFiles): Promise<Engine> {
  // Next to the package, whatever the working directory.
  const filesOfPackage = (): string =>
    path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + path.sep;
  return startWasm({
    files: () => given ?? filesOfPackage(),
    relaxedSimd: process.env['AXISWISE_RELAXED_SIMD'] === '1',
    remedy: 'install the packages anew with: npm ci',
  });
}

/** The environment variables that have a value. */
const setVariables = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
