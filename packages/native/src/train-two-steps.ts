/**
 * Entry of a child process: loads a binding of tfjs-node, trains a small convolutional network for
 * two steps on it and writes `{version, losses}` as JSON on standard output. A binding that crashes
 * takes only this process with it.
 *
 * Argument 1: the binding. Argument 2: the folder of the package @tensorflow/tfjs-node. Argument 3, if
 * given: a library of our kernels, which then compute.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as TfjsNode from '@tensorflow/tfjs-node';
import { shimNodeForTfjsNode, useKernelLibrary } from '@axiswise/backend';

const [binding, packageFolder, kernels] = process.argv.slice(2);
shimNodeForTfjsNode();
const require = createRequire(path.join(packageFolder, 'package.json'));
// Checks a binding before it is put where tfjs-node looks for it.
(require('@mapbox/node-pre-gyp/lib/pre-binding') as { find: () => string }).find = () => binding;
const tf = require(packageFolder) as typeof TfjsNode;
if (kernels !== undefined) useKernelLibrary(kernels, 1);

const model = tf.sequential({
  layers: [
    tf.layers.conv2d({ inputShape: [8, 8, 1], filters: 4, kernelSize: 3, activation: 'relu' }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 2, activation: 'softmax' }),
  ],
});
model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
const x = tf.tensor4d(
  Float32Array.from({ length: 16 * 64 }, (_, i) => Math.sin(i)),
  [16, 8, 8, 1],
);
const y = tf.oneHot(
  tf.tensor1d(
    Array.from({ length: 16 }, (_, i) => i % 2),
    'int32',
  ),
  2,
);
const losses = [await model.trainOnBatch(x, y), await model.trainOnBatch(x, y)];
const { TF_Version: version } = (tf.backend() as unknown as { binding: { TF_Version: string } })
  .binding;
// JSON writes NaN and infinity as null: the parent must see them as they are.
console.log(JSON.stringify({ version, losses: losses.map(String) }));
