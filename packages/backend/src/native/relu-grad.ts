import * as tf from '@tensorflow/tfjs';

/** The part of tfjs-node's backend that runs an operation of TensorFlow by its name. */
interface NativeBackend {
  readonly binding: { readonly TF_ATTR_TYPE: number; readonly TF_FLOAT: number };
  executeSingleOutput(
    name: string,
    attributes: readonly { name: string; type: number; value: number }[],
    inputs: readonly tf.TensorInfo[],
  ): tf.TensorInfo;
}

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
      const { binding, executeSingleOutput } = backend as NativeBackend;
      const type = { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
      return executeSingleOutput.call(backend, 'ReluGrad', [type], [inputs['dy']!, inputs['y']!]);
    },
  });
}
