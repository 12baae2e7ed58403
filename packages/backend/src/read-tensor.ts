import type * as tf from '@axiswise/tensorflow';

/**
 * Reads the numbers of a tensor, in row-major order.
 *
 * It is asynchronous, because an engine on a graphics card (WebGPU) provides numbers only later. So
 * code that reads tensors here runs on any engine. Do not call it inside `tf.tidy`, which does not
 * wait.
 */
export const readTensor = (tensor: tf.Tensor): Promise<Float32Array> => tensor.data<'float32'>();

/** Reads the first number of a tensor, such as a loss. */
export const readScalar = async (tensor: tf.Tensor): Promise<number> =>
  (await readTensor(tensor))[0];
