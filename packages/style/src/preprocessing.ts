import * as tf from '@tensorflow/tfjs';

/**
 * What a model was trained to see: a picture of values from 0 to 1 is brought to `range`, its
 * channels put in `channelOrder`, and `mean` taken away.
 */
export interface Preprocessing {
  /** What 0 and 1 become. */
  readonly range: readonly [black: number, white: number];
  /** Taken away after that; one number, or one for each channel in `channelOrder`. */
  readonly mean: number | readonly number[];
  readonly channelOrder: 'rgb' | 'bgr';
}

/** Conventions with names. */
export const preprocessings = {
  /** Values from 0 to 1: what a run of an image experiment was trained on. */
  unit: { range: [0, 1], mean: 0, channelOrder: 'rgb' },
  /** Values from −1 to 1: MobileNet, Inception, Xception. */
  signed: { range: [-1, 1], mean: 0, channelOrder: 'rgb' },
  /** Values from 0 to 255. */
  bytes: { range: [0, 255], mean: 0, channelOrder: 'rgb' },
  /** VGG16 and VGG19 of Keras: blue, green, red from 0 to 255, less the means of ImageNet. */
  vgg: { range: [0, 255], mean: [103.939, 116.779, 123.68], channelOrder: 'bgr' },
} as const satisfies Record<string, Preprocessing>;

/** The shares of red, green and blue in brightness (ITU-R BT.601). */
export const luminanceShares = [0.299, 0.587, 0.114] as const;

/**
 * A picture as a model wants it.
 *
 * @param picture `[1, height, width, 3]`, red, green, blue from 0 to 1.
 * @param channels 3, or 1: brightness alone.
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
