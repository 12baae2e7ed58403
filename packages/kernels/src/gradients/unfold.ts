import * as tf from '@tensorflow/tfjs-core';

/** The gradient of laying out windows is adding them up where they came from, and the other way round. */
export function registerUnfoldGradients(): void {
  tf.registerGradient({
    kernelName: 'Unfold',
    gradFunc: (dy, _saved, attrs) => ({
      x: () => tf.engine().runKernel('Fold', { x: dy as tf.Tensor }, attrs),
    }),
  });
  tf.registerGradient({
    kernelName: 'Fold',
    gradFunc: (dy, _saved, attrs) => ({
      x: () => tf.engine().runKernel('Unfold', { x: dy as tf.Tensor }, attrs),
    }),
  });
}
