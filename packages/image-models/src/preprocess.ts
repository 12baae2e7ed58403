import * as tf from '@axiswise/tensorflow';
import type { Preprocessing } from './preprocessings.ts';

/** The weights of red, green and blue in luminance (ITU-R BT.601). */
export const luminanceShares = [0.299, 0.587, 0.114] as const;

/**
 * Converts pictures to the input of a model.
 *
 * @param pictures `[batch, height, width, channels]` from 0 to 1: 3 channels are red, green, blue; 1 is grey.
 * @param channels of the model: 3, or 1, for which colours become luminance.
 */
export function preprocess(
  pictures: tf.Tensor4D,
  { range: [black, white], mean, channelOrder }: Preprocessing,
  channels: 1 | 3,
): tf.Tensor4D {
  return tf.tidy(() => {
    let input = pictures;
    if (channels < pictures.shape[3]) {
      input = tf.conv2d(input, tf.tensor4d([...luminanceShares], [1, 1, 3, 1]), 1, 'valid');
    } else if (channels === 3 && channelOrder === 'bgr') {
      input = tf.conv2d(input, tf.tensor4d([0, 0, 1, 0, 1, 0, 1, 0, 0], [1, 1, 3, 3]), 1, 'valid');
    }
    if (white - black !== 1) input = tf.mul(input, white - black);
    const shift = [mean].flat().map((value) => black - value);
    return shift.every((value) => value === 0) ? input : tf.add(input, tf.tensor1d(shift));
  });
}
