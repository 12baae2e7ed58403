// The methods of tensors, `x.square().mean()`. Among the parts of TensorFlow.js, `@tensorflow/tfjs` alone adds them: in
// `@tensorflow/tfjs-core` they are files that Node cannot load.
import * as tf from '@tensorflow/tfjs-core';
import type {} from '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';

type Operation = (this: void, tensor: tf.Tensor, ...options: unknown[]) => unknown;
type Method = (this: tf.Tensor, ...options: never[]) => unknown;

/** Methods that call the function of the same name with the tensor before their own arguments. */
const ofTheSameName = [
  ...[
    'abs',
    'acos',
    'acosh',
    'add',
    'all',
    'any',
    'argMax',
    'argMin',
    'asin',
    'asinh',
    'atan',
    'atan2',
  ],
  ...[
    'atanh',
    'avgPool',
    'batchNorm',
    'batchToSpaceND',
    'broadcastTo',
    'cast',
    'ceil',
    'clipByValue',
  ],
  ...['conv1d', 'conv2d', 'conv2dTranspose', 'cos', 'cosh', 'cumprod', 'cumsum', 'depthToSpace'],
  ...[
    'depthwiseConv2d',
    'dilation2d',
    'div',
    'divNoNan',
    'dot',
    'elu',
    'equal',
    'erf',
    'euclideanNorm',
  ],
  ...[
    'exp',
    'expandDims',
    'expm1',
    'floor',
    'floorDiv',
    'gather',
    'greater',
    'greaterEqual',
    'isFinite',
  ],
  ...[
    'isInf',
    'isNaN',
    'leakyRelu',
    'less',
    'lessEqual',
    'localResponseNormalization',
    'log',
    'log1p',
  ],
  ...[
    'logicalAnd',
    'logicalNot',
    'logicalOr',
    'logicalXor',
    'logSigmoid',
    'logSoftmax',
    'logSumExp',
  ],
  ...[
    'matMul',
    'max',
    'maximum',
    'maxPool',
    'mean',
    'min',
    'minimum',
    'mirrorPad',
    'mod',
    'mul',
    'neg',
  ],
  ...[
    'norm',
    'notEqual',
    'oneHot',
    'onesLike',
    'pad',
    'pool',
    'pow',
    'prelu',
    'prod',
    'reciprocal',
  ],
  ...[
    'relu',
    'relu6',
    'reshape',
    'reverse',
    'round',
    'rsqrt',
    'selu',
    'separableConv2d',
    'sigmoid',
  ],
  ...[
    'sign',
    'sin',
    'sinh',
    'slice',
    'softmax',
    'softplus',
    'spaceToBatchND',
    'split',
    'sqrt',
    'square',
  ],
  ...[
    'squaredDifference',
    'squeeze',
    'step',
    'stridedSlice',
    'sub',
    'sum',
    'tan',
    'tanh',
    'tile',
    'topk',
  ],
  ...['transpose', 'unique', 'unsortedSegmentSum', 'unstack', 'zerosLike'],
];

/** Methods whose function has another name, or takes its arguments in another order. */
const others: Record<string, Method> = {
  as1D() {
    return tf.reshape(this, [this.size]);
  },
  flatten() {
    return tf.reshape(this, [this.size]);
  },
  asScalar() {
    return tf.reshape(this, []);
  },
  as2D(...shape: number[]) {
    return tf.reshape(this, shape);
  },
  as3D(...shape: number[]) {
    return tf.reshape(this, shape);
  },
  as4D(...shape: number[]) {
    return tf.reshape(this, shape);
  },
  as5D(...shape: number[]) {
    return tf.reshape(this, shape);
  },
  reshapeAs(other: tf.Tensor) {
    return tf.reshape(this, other.shape);
  },
  asType(dtype: tf.DataType) {
    return tf.cast(this, dtype);
  },
  toBool() {
    return tf.cast(this, 'bool');
  },
  toFloat() {
    return tf.cast(this, 'float32');
  },
  toInt() {
    return tf.cast(this, 'int32');
  },
  concat(following: tf.Tensor | tf.Tensor[], axis?: number) {
    return tf.concat([this, ...[following].flat()], axis);
  },
  stack(following: tf.Tensor | tf.Tensor[], axis?: number) {
    return tf.stack([this, ...[following].flat()], axis);
  },
  where(condition: tf.Tensor, other: tf.Tensor) {
    return tf.where(condition, this, other);
  },
  fft() {
    return tf.fft(this);
  },
  ifft() {
    return tf.ifft(this);
  },
  irfft() {
    return tf.irfft(this);
  },
  rfft() {
    return tf.rfft(this);
  },
  resizeBilinear(...options: [[number, number], boolean?, boolean?]) {
    return tf.image.resizeBilinear(this as tf.Tensor3D, ...options);
  },
  resizeNearestNeighbor(...options: [[number, number], boolean?, boolean?]) {
    return tf.image.resizeNearestNeighbor(this as tf.Tensor3D, ...options);
  },
};

const methods: Record<string, Method> = { ...others };
for (const name of ofTheSameName) {
  const operation = (tf as unknown as Record<string, Operation>)[name];
  methods[name] = function (...options) {
    return operation(this, ...options);
  };
}
// As `@tensorflow/tfjs` does: in place of each method that is there.
for (const [name, method] of Object.entries(methods)) {
  Object.assign(tf.Tensor.prototype, {
    [name](this: tf.Tensor, ...options: never[]) {
      (this as unknown as { throwIfDisposed(): void }).throwIfDisposed();
      return method.apply(this, options);
    },
  });
}
