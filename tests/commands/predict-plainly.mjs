// Loads the models of runs with nothing but TensorFlow.js, as somebody without Axiswise does, and prints
// what each predicts for one blank input: `node predict-plainly.mjs <runDir>…`.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';

// TensorFlow.js advertises its native engine on the console.
console.warn = () => undefined;
await tf.setBackend('cpu');
const predictions = [];
for (const runDir of process.argv.slice(2)) {
  const folder = path.join(runDir, 'model');
  const { modelTopology, weightsManifest } = JSON.parse(
    readFileSync(path.join(folder, 'model.json'), 'utf8'),
  );
  const weights = readFileSync(path.join(folder, 'weights.bin'));
  const model = await tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology,
      weightSpecs: weightsManifest[0].weights,
      weightData: Uint8Array.from(weights).buffer,
    }),
  );
  const shape = /** @type {number[]} */ (model.inputs[0].shape.slice(1));
  const output = /** @type {tf.Tensor} */ (model.predict(tf.zeros([1, ...shape])));
  predictions.push({ shape: output.shape, values: [...output.dataSync()] });
}
process.stdout.write(JSON.stringify(predictions));
