import { registerCpuUnfold } from '@axiswise/kernels/cpu-unfold';
import * as tf from '@axiswise/tensorflow';
import type { Engine } from './running-engine.ts';

/** Starts the engine in pure JavaScript. */
export async function useCpu(): Promise<Engine> {
  // On first use TensorFlow.js would advise on the console to install what `axiswise native`
  // installs.
  const backend = tf.findBackend('cpu') as unknown as { firstUse: boolean };
  backend.firstUse = false;
  registerCpuUnfold();
  await tf.setBackend('cpu');
  return {
    name: 'cpu',
    version: tf.version.tfjs,
    threads: 1,
    servesThreads: true,
    flags: {},
    advice:
      `backend cpu ${tf.version.tfjs} (pure JavaScript, for tiny tensors); ` +
      `--backend wasm is some hundred times faster`,
  };
}
