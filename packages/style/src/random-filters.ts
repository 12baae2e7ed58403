import { Random } from '@axiswise/random';
import type { FeatureExtractor } from './feature-extractor.ts';
import {
  type FilterBank,
  filterLength,
  filtersPerScale,
  multiScaleExtractor,
} from './multi-scale.ts';
import type { ColorPicture } from './picture.ts';

/**
 * Makes an extractor of random filters at several scales, without training.
 *
 * Weights are normal, and each filter has length 1 (Ustyuzhaninov et al. 2016 draw them uniformly).
 *
 * @returns the extractor; the caller disposes of it.
 */
export function randomFilters(
  pictures: { readonly content: ColorPicture; readonly style: ColorPicture },
  seed: number,
): FeatureExtractor {
  return multiScaleExtractor('random', pictures, (_, scale) =>
    drawFilters(new Random(seed, 'style', 'random filters', scale)),
  );
}

function drawFilters(random: Random): FilterBank {
  const kernel = new Float32Array(filterLength * filtersPerScale);
  for (let filter = 0; filter < filtersPerScale; filter++) {
    const weights = Array.from({ length: filterLength }, () => random.normal());
    const length = Math.hypot(...weights);
    weights.forEach((weight, i) => (kernel[i * filtersPerScale + filter] = weight / length));
  }
  return { kernel, bias: new Float32Array(filtersPerScale) };
}
