import * as tf from '@axiswise/tensorflow';
import { describe, expect, it } from 'vitest';
import { useBackend } from '../engine.ts';
import { nativeInstalled } from './binding-path.ts';

describe.skipIf(!nativeInstalled())(
  'the gradient of a ReLU on native TensorFlow (skipped where `npx axiswise native` was not run)',
  () => {
    it('passes the gradient of positive values only, in one operation', async () => {
      await useBackend('tensorflow');
      const { kernels, gradient } = tf.tidy(() => {
        const profile: string[] = [];
        const kernel = tf.getKernel('ReluGrad', 'tensorflow');
        tf.unregisterKernel('ReluGrad', 'tensorflow');
        tf.registerKernel({
          ...kernel,
          kernelFunc: (args) => {
            profile.push(kernel.kernelName);
            return kernel.kernelFunc(args);
          },
        });
        const weighted = (x: tf.Tensor): tf.Tensor => tf.sum(tf.mul(tf.relu(x), [10, 20, 30, 40]));
        return {
          gradient: [
            ...tf
              .grad(weighted)(tf.tensor1d([-1, 0, 1e-6, 3]))
              .dataSync(),
          ],
          kernels: profile,
        };
      });
      expect(gradient).toEqual([0, 0, 30, 40]);
      expect(kernels).toEqual(['ReluGrad']);
    });
  },
);
