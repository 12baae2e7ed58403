// A thread that computes on native TensorFlow, and says what came out.
import { parentPort } from 'node:worker_threads';
import * as tf from '@axiswise/tensorflow';
import { useBackend } from '../engine.ts';

/** Numbers that come from many operations, with their gradients. */
export function computed(): number[] {
  return tf.tidy(() => {
    const ramp = (shape: number[]): tf.Tensor =>
      tf.sin(tf.reshape(tf.range(0, tf.util.sizeFromShape(shape)), shape));
    const x = ramp([4, 9, 9, 2]) as tf.Tensor4D;
    const gradients = tf.grads((a, b) =>
      tf.relu(
        tf.conv2d(tf.relu(tf.conv2d(x, a as tf.Tensor4D, 1, 'valid')), b as tf.Tensor4D, 1, 'same'),
      ),
    )([ramp([3, 3, 2, 5]), ramp([3, 3, 5, 4])]);
    return gradients.flatMap((gradient) => [...gradient.dataSync()]);
  });
}

if (parentPort) {
  await useBackend('tensorflow', { threads: 1 });
  for (let i = 0; i < 20; i++) computed();
  parentPort.postMessage(computed());
}
