/** The extractors of this package; the first is the default. */
export const embeddedExtractors = ['patches', 'random', 'textures'] as const;

/** What the search begins with. */
export const startChoices = ['content', 'noise'] as const;
/** How a result keeps the colours of the content. */
export const colorChoices = ['luminance', 'matching'] as const;
/** What searches for the picture. */
export const optimizerChoices = ['lbfgs', 'adam'] as const;

/** The defaults. */
export const styleDefaults = {
  weights: { content: 1, style: 100, totalVariation: 10 },
  steps: 150,
  tileSize: 512,
} as const;

/** The smallest side of a picture in pixels. */
export const shortestSide = 16;
/**
 * The largest side of a picture: the optimiser stores twenty pictures of 4 bytes per value, 1 GB at
 * 2048×2048.
 */
export const longestSide = 2048;

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
