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
