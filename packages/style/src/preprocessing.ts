import * as tf from '@axiswise/tensorflow';
import type { Preprocessing } from './style-options.ts';

/** The weights of red, green and blue in luminance (ITU-R BT.601). */
export const luminanceShares = [0.299, 0.587, 0.114] as const;

/**
 * Converts a picture to the input of a model.
 *
 * @param picture `[1, height, width, 3]`, red, green, blue from 0 to 1.
 * @param channels 3, or 1 for luminance only.
 */
export function preprocess(
  picture: tf.Tensor4D,
  { range: [black, white], mean, channelOrder }: Preprocessing,
  channels: 1 | 3,
): tf.Tensor4D {
  return tf.tidy(() => {
    let input = picture;
    if (channels === 1) {
      input = tf.conv2d(input, tf.tensor4d([...luminanceShares], [1, 1, 3, 1]), 1, 'valid');
    } else if (channelOrder === 'bgr') {
      input = tf.conv2d(input, tf.tensor4d([0, 0, 1, 0, 1, 0, 1, 0, 0], [1, 1, 3, 3]), 1, 'valid');
    }
    if (white - black !== 1) input = tf.mul(input, white - black);
    const shift = [mean].flat().map((value) => black - value);
    return shift.every((value) => value === 0) ? input : tf.add(input, tf.tensor1d(shift));
  });
}
