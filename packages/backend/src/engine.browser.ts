import { registerMissingGradients } from '@axiswise/kernels/gradients';
import { InputError } from '@axiswise/messages';
import { useCpu } from './cpu-engine.ts';
import type { Engine } from './running-engine.ts';
import { startWasm, type WasmFiles } from './wasm-engine.ts';

export type { Engine };

/**
 * Starts an engine for TensorFlow.js in a browser.
 *
 * On a page that is cross-origin isolated, TensorFlow.js computes with several threads, and other bits than Node.
 *
 * @param choice `wasm`, or `cpu` for tiny tensors.
 * @param options.wasmFiles where the `.wasm` files of `@tensorflow/tfjs-backend-wasm` are served: a URL that ends in a
 *   slash, or a URL for each file by its name. Without it, TensorFlow.js looks beside the script.
 * @throws InputError if the engine does not start.
 */
export async function useBackend(
  choice: 'wasm' | 'cpu',
  options: { readonly wasmFiles?: WasmFiles } = {},
): Promise<Engine> {
  const { wasmFiles } = options;
  registerMissingGradients();
  if (choice === 'cpu') return useCpu();
  if (choice !== 'wasm') {
    throw new InputError(
      'backend',
      `a browser has no backend "${String(choice)}"; choose one of wasm, cpu`,
    );
  }
  return startWasm({
    files: wasmFiles === undefined ? undefined : () => wasmFiles,
    remedy: 'see that wasmFiles is where they are served',
  });
}
