/**
 * The preprocessing of a model: values from 0 to 1 are scaled to `range`, channels put in
 * `channelOrder`, and `mean` subtracted.
 */
export interface Preprocessing {
  /** The values of 0 and 1 after scaling. */
  readonly range: readonly [black: number, white: number];
  /** Subtracted after scaling: one number, or one per channel in `channelOrder`. */
  readonly mean: number | readonly number[];
  readonly channelOrder: 'rgb' | 'bgr';
}

/** Named conventions. */
export const preprocessings = {
  /** Values from 0 to 1, as in the runs of image experiments. */
  unit: { range: [0, 1], mean: 0, channelOrder: 'rgb' },
  /** Values from −1 to 1: MobileNet, Inception, Xception. */
  signed: { range: [-1, 1], mean: 0, channelOrder: 'rgb' },
  /** Values from 0 to 255. */
  bytes: { range: [0, 255], mean: 0, channelOrder: 'rgb' },
  /** VGG16 and VGG19 of Keras: blue, green, red from 0 to 255, less the means of ImageNet. */
  vgg: { range: [0, 255], mean: [103.939, 116.779, 123.68], channelOrder: 'bgr' },
} as const satisfies Record<string, Preprocessing>;
