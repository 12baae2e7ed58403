/** The extractors that come with the package; the first is the default. */
export const embeddedExtractors = ['patches', 'random', 'textures'] as const;

export const startChoices = ['content', 'noise'] as const;
export const colorChoices = ['luminance', 'matching'] as const;
export const optimizerChoices = ['lbfgs', 'adam'] as const;

/** Where nothing else is asked for. */
export const styleDefaults = {
  weights: { content: 1, style: 100, totalVariation: 10 },
  steps: 150,
  tileSize: 512,
} as const;

/** The pictures have sides from this many pixels… */
export const shortestSide = 16;
/** …up to this many: the optimiser remembers twenty pictures of 4 bytes a value, 1 GB at 2048×2048. */
export const longestSide = 2048;

/**
 * What a model was trained to see: a picture of values from 0 to 1 is brought to `range`, its
 * channels put in `channelOrder`, and `mean` subtracted.
 */
export interface Preprocessing {
  /** What 0 and 1 become. */
  readonly range: readonly [black: number, white: number];
  /** Subtracted after that; one number, or one for each channel in `channelOrder`. */
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
