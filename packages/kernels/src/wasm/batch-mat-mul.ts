import * as tf from '@tensorflow/tfjs-core';
import { type Kernel, runMatMul, runShipped, type WasmBackend } from './heap.ts';
import { multiply, multiplyTurned, type ProductShape } from './simd/multiply.ts';
import { type SimdKernels, simdKernels } from './simd/simd.ts';
import { transposeMatrices } from './transpose-matrix.ts';

interface Transposed {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

interface Factors {
  readonly a: tf.TensorInfo;
  readonly b: tf.TensorInfo;
}

/** With fewer rows, packing the right factor costs more than it saves. */
const fewRows = 8;

/**
 * Matrix products with transposed factors or not; the shipped kernel multiplies transposed factors
 * number by number. Vector loops read the factors in place. Without them, transposed factors are
 * transposed first and XNNPACK multiplies.
 */
export const batchMatMul: Kernel<Factors, Transposed> = ({ inputs: { a, b }, attrs, backend }) => {
  if (a.dtype !== 'float32' || b.dtype !== 'float32') {
    return runShipped('BatchMatMul', { a, b }, attrs, backend);
  }
  const simd = simdKernels(backend);
  const shape = productShape(a, b, attrs);
  if (simd && shape && (shape.rows >= fewRows || hasTransposed(attrs))) {
    return product(simd, backend, a, b, attrs, shape, {});
  }
  const left = attrs.transposeA ? transposeMatrices(backend, a) : a;
  const right = attrs.transposeB ? transposeMatrices(backend, b) : b;
  const result = runMatMul(backend, left, right);
  if (left !== a) backend.disposeData(left.dataId);
  if (right !== b) backend.disposeData(right.dataId);
  return result;
};

/**
 * A product with bias and activation: the dense layer. Linear and ReLU are fused, other activations
 * run afterwards; the shipped kernel loses the bias of transposed factors.
 */
export const fusedMatMul: Kernel<
  Factors & { readonly bias?: tf.TensorInfo; readonly preluActivationWeights?: tf.TensorInfo },
  Transposed & { readonly activation: string; readonly leakyreluAlpha?: number }
> = ({ inputs, attrs, backend }) => {
  const { a, b, bias } = inputs;
  const { activation } = attrs;
  const simd = simdKernels(backend);
  const shape = productShape(a, b, attrs);
  const inOnePass =
    [a, b, ...(bias ? [bias] : [])].every(({ dtype }) => dtype === 'float32') &&
    ['linear', 'relu'].includes(activation) &&
    (!bias || tf.util.sizeFromShape(bias.shape) === shape?.columns);
  if (simd && shape && inOnePass && (shape.rows >= fewRows || hasTransposed(attrs))) {
    return product(simd, backend, a, b, attrs, shape, { bias, relu: activation === 'relu' });
  }
  const steps: ((x: tf.TensorInfo) => tf.TensorInfo)[] = [];
  if (bias) steps.push((x) => runShipped('Add', { a: x, b: bias }, {}, backend));
  if (activation !== 'linear') {
    const name = activationKernels[activation];
    if (!name) throw new Error(`the wasm backend has no fused activation "${activation}"`);
    const alpha = inputs.preluActivationWeights;
    steps.push((x) =>
      runShipped(
        name,
        activation === 'prelu' && alpha ? { x, alpha } : { x },
        { alpha: attrs.leakyreluAlpha },
        backend,
      ),
    );
  }
  return steps.reduce(
    (x, step) => {
      const next = step(x);
      backend.disposeData(x.dataId);
      return next;
    },
    batchMatMul({ inputs: { a, b }, attrs, backend }) as tf.TensorInfo,
  );
};

const activationKernels: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  prelu: 'Prelu',
  leakyrelu: 'LeakyRelu',
};

const hasTransposed = ({ transposeA, transposeB }: Transposed): boolean => transposeA || transposeB;

/** The batch sizes; undefined if they are neither equal nor 1, and for empty products. */
function productShape(
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  { transposeA, transposeB }: Transposed,
): ProductShape | undefined {
  const [ofA, ofB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const [batchOfA, batchOfB] = [tf.util.sizeFromShape(ofA), tf.util.sizeFromShape(ofB)];
  const equal = ofA.join() === ofB.join();
  if (!equal && batchOfA !== 1 && batchOfB !== 1) return undefined;
  const [rows, depth] = transposeA ? a.shape.slice(-2).reverse() : a.shape.slice(-2);
  const columns = b.shape[b.shape.length - (transposeB ? 2 : 1)];
  if (batchOfA * batchOfB * rows * depth * columns === 0) return undefined;
  return { batch: Math.max(batchOfA, batchOfB), batchOfA, batchOfB, rows, depth, columns };
}

function product(
  simd: SimdKernels,
  backend: WasmBackend,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  { transposeA, transposeB }: Transposed,
  shape: ProductShape,
  { bias, relu }: { readonly bias?: tf.TensorInfo; readonly relu?: boolean },
): tf.TensorInfo {
  const outer = tf.broadcast_util.assertAndGetBroadcastShape(
    a.shape.slice(0, -2),
    b.shape.slice(0, -2),
  );
  const out = backend.makeOutput([...outer, shape.rows, shape.columns], 'float32');
  if (transposeA && !transposeB && !bias && !relu) {
    multiplyTurned(simd, backend, a, b, shape, out);
    return out;
  }
  const left = transposeA ? transposeMatrices(backend, a) : a;
  multiply(simd, backend, left, b, shape, out, { transposeB, bias, relu });
  if (left !== a) backend.disposeData(left.dataId);
  return out;
}
