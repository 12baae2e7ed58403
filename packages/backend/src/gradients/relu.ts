import * as tf from '@tensorflow/tfjs';

/**
 * The gradient of a ReLU in one kernel, `ReluGrad`, if the engine has it; else in three, as in
 * TensorFlow.js.
 */
export function registerReluGradient(): void {
  const plain = tf.getGradient('Relu');
  tf.unregisterGradient('Relu');
  tf.registerGradient({
    kernelName: 'Relu',
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [y] = saved;
      const ofFloats = (dy as tf.Tensor).dtype === 'float32' && y.dtype === 'float32';
      if (!ofFloats || !tf.getKernel('ReluGrad', tf.getBackend())) {
        // A ReLU's output is above zero exactly where its input is.
        return plain.gradFunc(dy as never, saved, attrs);
      }
      return { x: () => passWhereOpen(dy as tf.Tensor, y) };
    },
  });
  tf.registerGradient({
    kernelName: 'ReluGrad',
    inputsToSave: ['y'],
    gradFunc: (ddx, [y]) => ({
      dy: () => passWhereOpen(ddx as tf.Tensor, y),
      y: () => tf.zerosLike(y),
    }),
  });
}

const passWhereOpen = (dy: tf.Tensor, y: tf.Tensor): tf.Tensor =>
  tf.engine().runKernel('ReluGrad', { dy, y });
