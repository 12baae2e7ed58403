export { gramMatrix } from './gram.ts';
export { totalVariation } from './total-variation.ts';
export { FeatureExtractor, type ExtractorFacts } from './feature-extractor.ts';
export { type Preprocessing, preprocessings } from './preprocessing.ts';
export type { ColorPicture } from './picture.ts';
export { StyleError } from './style-error.ts';
export {
  type StyleLosses,
  StyleObjective,
  type StyleObjectiveOptions,
  type StyleWeights,
} from './style-objective.ts';
export { minimizeByLbfgs, type LbfgsOptions } from './lbfgs.ts';
