import * as tf from '@tensorflow/tfjs';
import { type NativeBackend, runOwnOperation } from './run-operation.ts';

/** Copies between tensors of floats of native TensorFlow and arrays, which may be in shared memory. */
export interface ArrayCopies {
  /** Copies all numbers of a tensor to the beginning of an array. */
  copyToArray(tensor: tf.TensorInfo, to: Float32Array): void;
  /** A tensor with a copy of the numbers of an array. */
  copyOfArray(values: Float32Array, shape: readonly number[]): tf.Tensor;
}

/** What our library has to give for it. */
export interface SharesArrays {
  /** Lets the next operation of this thread, `AxiswiseCopyToArray` or `AxiswiseCopyOfArray`, use an array. */
  share(array: Float32Array): void;
}

let copies: ArrayCopies | undefined;

/** The copies of this thread; undefined where native TensorFlow or our library for it is not loaded. */
export const arrayCopies = (): ArrayCopies | undefined =>
  tf.getBackend() === 'tensorflow' ? copies : undefined;

/**
 * Lets {@link arrayCopies} use operations of our library.
 *
 * What tfjs-node has makes an array anew for each tensor that is read, and takes no shared memory.
 */
export function useArrayCopies({ share }: SharesArrays): void {
  const backend = (): NativeBackend => tf.backend() as unknown as NativeBackend;
  copies = {
    copyToArray(tensor, to) {
      share(to.subarray(0, tf.util.sizeFromShape(tensor.shape)));
      const [nothing] = runOwnOperation(backend(), 'AxiswiseCopyToArray', [], [tensor]);
      nothing.dispose();
    },
    copyOfArray(values, shape) {
      share(values);
      return runOwnOperation(backend(), 'AxiswiseCopyOfArray', shape, [])[0];
    },
  };
}
