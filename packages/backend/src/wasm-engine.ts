import {
  kernelRevision,
  registerWasmTrainingKernels,
  useRelaxedSimd,
} from '@axiswise/kernels/wasm';
import { InputError } from '@axiswise/messages';
import * as tf from '@axiswise/tensorflow';
import type { Engine } from './running-engine.ts';

/** A folder or URL that ends in a slash, or a place for each file by its name. */
export type WasmFiles = string | Readonly<Record<string, string>>;

/** Decided when wasm is first used, whose vector loops are compiled once. */
let relaxed: boolean | undefined;

/**
 * Starts the wasm engine, with our kernels.
 *
 * @param options.files where the `.wasm` files of TensorFlow.js lie. Without it, TensorFlow.js looks beside the
 *   script.
 * @param options.relaxedSimd whether to multiply and add in one where this engine of JavaScript can.
 * @param options.remedy what to do where it does not load.
 */
export async function startWasm(options: {
  readonly files?: (() => WasmFiles) | undefined;
  readonly relaxedSimd?: boolean;
  readonly remedy: string;
}): Promise<Engine> {
  const { files, relaxedSimd = false, remedy } = options;
  try {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    if (files && !tf.findBackend('wasm')) wasm.setWasmPaths(files() as string);
  } catch (cause) {
    throw new InputError(
      'backend',
      `the wasm backend does not load (${(cause as Error).message.split('\n')[0]}); ${remedy}`,
      { cause },
    );
  }
  registerWasmTrainingKernels();
  relaxed ??= relaxedSimd && (await useRelaxedSimd());
  if (!(await tf.setBackend('wasm'))) {
    throw new InputError('backend', 'WebAssembly does not start here; try the backend cpu');
  }
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return {
    name: 'wasm',
    version: tf.version.tfjs,
    threads: 1,
    servesThreads: true,
    flags: {
      simd: String(simd),
      kernels: kernelRevision,
      ...(relaxed && { relaxedSimd: 'true' }),
    },
    advice: `backend wasm ${tf.version.tfjs}, 1 thread${relaxed ? ', relaxed SIMD' : ''}`,
  };
}
