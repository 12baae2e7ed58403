import * as tf from '@tensorflow/tfjs-core';
import { completeGradient } from './complete-gradient.ts';

/**
 * The gradient of a ReLU in one kernel, `ReluGrad`, if the engine has it; else in three, as in
 * TensorFlow.js.
 */
export function registerReluGradient(): void {
  completeGradient('Relu', (plain) => ({
    kernelName: 'Relu',
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [y] = saved;
      // A ReLU's output is above zero exactly where its input is.
      if (!hasKernel(dy as tf.Tensor, y)) return plain.gradFunc(dy as never, saved, attrs);
      return { x: () => passWhereOpen(dy as tf.Tensor, y) };
    },
  }));
  tf.registerGradient({
    kernelName: 'ReluGrad',
    inputsToSave: ['y'],
    gradFunc: (ddx, [y]) => ({
      dy: () => passWhereOpen(ddx as tf.Tensor, y),
      y: () => tf.zerosLike(y),
    }),
  });
}

/** The gradient of a ReLU by its input, from its output `y`: in one kernel where the engine has it. */
export const reluGradient = (dy: tf.Tensor, y: tf.Tensor): tf.Tensor =>
  hasKernel(dy, y) ? passWhereOpen(dy, y) : tf.mul(dy, tf.step(y));

const hasKernel = (dy: tf.Tensor, y: tf.Tensor): boolean =>
  dy.dtype === 'float32' &&
  y.dtype === 'float32' &&
  tf.getKernel('ReluGrad', tf.getBackend()) !== undefined;

const passWhereOpen = (dy: tf.Tensor, y: tf.Tensor): tf.Tensor =>
  tf.engine().runKernel('ReluGrad', { dy, y });
