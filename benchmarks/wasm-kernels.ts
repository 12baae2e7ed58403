/**
 * Profiles a training step on the wasm backend: milliseconds per step by kernel, for the four
 * reference networks. A kernel called from within another is listed under it (`A > B`).
 *
 *     npx tsx benchmarks/wasm-kernels.ts                    all networks
 *     npx tsx benchmarks/wasm-kernels.ts --net image --steps 30
 *     npx tsx benchmarks/wasm-kernels.ts --backend tensorflow --plain    examples/s alone
 */
import { parseArgs } from 'node:util';
import { type BackendChoice, useBackend } from '@axiswise/backend';
import { Random } from '@axiswise/random';
import * as tf from '@tensorflow/tfjs';

const { values } = parseArgs({
  options: {
    net: { type: 'string' },
    steps: { type: 'string', default: '12' },
    backend: { type: 'string', default: 'wasm' },
    plain: { type: 'boolean', default: false },
    rows: { type: 'string', default: '24' },
  },
});

interface Net {
  readonly batchSize: number;
  readonly inputs: () => tf.Tensor;
  readonly outputs: number;
  readonly logits: (x: tf.Tensor) => tf.Tensor;
}

const random = new Random(0, 'wasm-kernels');
const uniform = (shape: number[]): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.uniform()),
    shape,
  );
const weights = (shape: number[], fanIn: number): tf.Variable => {
  const size = tf.util.sizeFromShape(shape);
  const deviation = Math.sqrt(2 / fanIn);
  return tf.tidy(() =>
    tf.variable(
      tf.tensor(
        Float32Array.from({ length: size }, () => random.normal(0, deviation)),
        shape,
      ),
    ),
  );
};

type Layer = (x: tf.Tensor) => tf.Tensor;
const chain =
  (...layers: readonly Layer[]): Layer =>
  (x) =>
    layers.reduce((value, layer) => layer(value), x);
function convolution(shape: [number, number, number, number], pad: 'valid' | 'same'): Layer {
  const filter = weights(shape, shape[0] * shape[1] * shape[2]) as tf.Variable<tf.Rank.R4>;
  const bias = weights([shape[3]], 1e4);
  return (x) => tf.add(tf.conv2d(x as tf.Tensor4D, filter, 1, pad), bias);
}
function dense(inputs: number, outputs: number): Layer {
  const kernel = weights([inputs, outputs], inputs);
  const bias = weights([outputs], 1e4);
  return (x) => tf.add(tf.matMul(x as tf.Tensor2D, kernel as tf.Tensor2D), bias);
}
const pool =
  (window: [number, number]): Layer =>
  (x) =>
    tf.maxPool(x as tf.Tensor4D, window, window, 'valid');
const flatten: Layer = (x) => tf.reshape(x, [x.shape[0], -1]);
const relu: Layer = (x) => tf.relu(x);

const nets: Record<string, () => Net> = {
  image: () => ({
    batchSize: 128,
    inputs: () => uniform([128, 28, 28, 1]),
    outputs: 10,
    logits: chain(
      convolution([3, 3, 1, 25], 'valid'),
      relu,
      pool([2, 2]),
      convolution([3, 3, 25, 50], 'valid'),
      relu,
      pool([2, 2]),
      flatten,
      dense(1250, 100),
      relu,
      dense(100, 10),
    ),
  }),
  spectrogram: () => ({
    batchSize: 128,
    inputs: () => uniform([128, 40, 51, 1]),
    outputs: 10,
    logits: chain(
      convolution([8, 51, 1, 64], 'valid'),
      relu,
      pool([3, 1]),
      flatten,
      dense(704, 128),
      relu,
      dense(128, 10),
    ),
  }),
  sentence: () => {
    const table = weights([18_000, 300], 300);
    const windows = [3, 4, 5].map((words) =>
      chain(convolution([words, 1, 300, 100], 'valid'), relu, (x) => tf.max(x, [1, 2])),
    );
    const last = dense(300, 2);
    return {
      batchSize: 50,
      inputs: () =>
        tf.tensor2d(
          Int32Array.from({ length: 50 * 56 }, () => random.integer(18_000)),
          [50, 56],
          'int32',
        ),
      outputs: 2,
      logits: (x) => {
        const words = tf.expandDims(tf.gather(table, x as tf.Tensor2D), 2);
        return last(
          tf.concat(
            windows.map((window) => window(words)),
            1,
          ),
        );
      },
    };
  },
  board: () => ({
    batchSize: 64,
    inputs: () => uniform([64, 19, 19, 48]),
    outputs: 361,
    logits: chain(
      ...[48, 64, 64, 64, 64].flatMap((planes) => [convolution([3, 3, planes, 64], 'same'), relu]),
      convolution([3, 3, 64, 1], 'same'),
      flatten,
    ),
  }),
};

const spent = new Map<string, number>();
const calls = new Map<string, number>();
function timeKernels(): void {
  const path: string[] = [];
  let inner = 0;
  for (const kernel of tf.getKernelsForBackend('wasm')) {
    tf.unregisterKernel(kernel.kernelName, 'wasm');
    tf.registerKernel({
      ...kernel,
      kernelFunc: (args) => {
        path.push(kernel.kernelName);
        const key = path.join(' > ');
        const before = inner;
        inner = 0;
        const start = performance.now();
        const result = kernel.kernelFunc(args);
        const took = performance.now() - start;
        spent.set(key, (spent.get(key) ?? 0) + took - inner);
        calls.set(key, (calls.get(key) ?? 0) + 1);
        inner = before + took;
        path.pop();
        return result;
      },
    });
  }
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

const engine = await useBackend(values.backend as BackendChoice, { threads: 1 });
const steps = Number(values.steps);
if (!values.plain) timeKernels();
for (const [name, build] of Object.entries(nets)) {
  if (values.net && values.net !== name) continue;
  tf.engine().startScope();
  const net = build();
  const x = net.inputs();
  const labels = tf.oneHot(
    tf.tensor1d(
      Int32Array.from({ length: net.batchSize }, () => random.integer(net.outputs)),
      'int32',
    ),
    net.outputs,
  );
  const optimizer = tf.train.adam(1e-3);
  let updating = 0;
  const step = (): number => {
    const start = performance.now();
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(
        () => tf.losses.softmaxCrossEntropy(labels, net.logits(x)) as tf.Scalar,
      );
      value.dataSync();
      const differentiated = performance.now();
      optimizer.applyGradients(grads as Parameters<typeof optimizer.applyGradients>[0]);
      updating = performance.now() - differentiated;
    });
    return performance.now() - start;
  };
  for (let i = 0; i < 4; i++) step();
  spent.clear();
  calls.clear();
  const updates: number[] = [];
  const times = Array.from({ length: steps }, () => {
    const took = step();
    updates.push(updating);
    return took;
  });
  const typical = median(times);
  console.log(
    `${name}: ${Math.round((net.batchSize / typical) * 1000)} examples/s on ${engine.name} ` +
      `(median step ${typical.toFixed(1)} ms, of it the update ${median(updates).toFixed(1)} ms)`,
  );
  const inKernels = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
  const rest = times.reduce((sum, ms) => sum + ms, 0) - inKernels;
  if (!values.plain) {
    for (const [key, ms] of [...spent, ['(outside kernels)', rest] as const]
      .sort(([, a], [, b]) => b - a)
      .slice(0, Number(values.rows))) {
      const count = (calls.get(key) ?? 0) / steps;
      console.log(`  ${(ms / steps).toFixed(2).padStart(8)} ms  ${key} ×${count}`);
    }
  }
  optimizer.dispose();
  tf.engine().endScope();
}
