// To import this is all there is to do: the wasm backend trains then, in Node and in browsers.
import '@tensorflow/tfjs-backend-wasm';
import { registerMissingGradients } from './gradients/index.ts';
import { registerWasmTrainingKernels } from './wasm/index.ts';

export { kernelRevision, useRelaxedSimd } from './wasm/index.ts';

registerMissingGradients();
registerWasmTrainingKernels();
