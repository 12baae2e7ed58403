export { chooseExtractor } from './extractor-choice.ts';
export type { ExtractorFacts, FeatureExtractor } from './feature-extractor.ts';
export type { LoadExtractorOptions } from './load-extractor.ts';
export type { ColorPicture } from './picture.ts';
export type { StyleLosses, StyleObjectiveOptions, StyleWeights } from './style-objective.ts';
export { drawTexture } from './textures/draw-texture.ts';
export type { Preprocessing } from './style-options.ts';
export {
  type StyleStep,
  type StyleTransfer,
  transferStyle,
  type TransferStyleOptions,
} from './transfer-style.ts';
