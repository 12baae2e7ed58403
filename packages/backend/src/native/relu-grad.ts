import * as tf from '@axiswise/tensorflow';
import type { NativeBackend } from './run-operation.ts';

/**
 * TensorFlow's own operation for the gradient of a ReLU: `dy` where `y` is positive, else zero.
 *
 * tfjs-node lacks it and composes the gradient of six operations, which take a third of a training
 * step of the lecture's network. Safe to call repeatedly.
 */
export function registerNativeReluGrad(): void {
  if (tf.getKernel('ReluGrad', 'tensorflow')) return;
  tf.registerKernel({
    kernelName: 'ReluGrad',
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, backend }) => {
      const native = backend as NativeBackend;
      const { binding } = native;
      const type = { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
      return native.executeMultipleOutputs('ReluGrad', [type], [inputs['dy']!, inputs['y']!], 1)[0];
    },
  });
}
