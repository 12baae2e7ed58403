import { Random } from '@axiswise/random';
import type { FeatureExtractor } from './feature-extractor.ts';
import {
  type FilterBank,
  filterLength,
  filtersPerScale,
  kernelSize,
  multiScaleExtractor,
} from './multi-scale.ts';
import type { ColorPicture } from './picture.ts';
import { choleskySolver, largestEigenvalue } from './positive-matrix.ts';

const patchesAtMost = 3000;
/**
 * The fraction of the largest variance that is added to that of all directions, so that small
 * variances are not amplified.
 */
const flatShare = 0.01;

/**
 * Makes filters that detect patches of the style picture, at several scales: each is the matched
 * filter of a random patch, or of its negative.
 *
 * The matched filter for patches of covariance C is C⁻¹(patch − mean). It removes what is common to
 * all patches (neighbouring pixels are alike), so that the filters respond to shapes rather than to
 * brightness. Each is scaled so that its responses to the patches have mean 0 and standard
 * deviation 1. Random patches serve nearly as well as learned filters (Coates and Ng 2011).
 *
 * @returns the extractor; the caller disposes of it.
 */
export function patchFilters(
  pictures: { readonly content: ColorPicture; readonly style: ColorPicture },
  seed: number,
): FeatureExtractor {
  return multiScaleExtractor('patches', pictures, (style, scale) =>
    matchedFilters(style, new Random(seed, 'style', 'patch filters', scale)),
  );
}

function matchedFilters(style: ColorPicture, random: Random): FilterBank {
  const patches = drawPatches(style, random);
  const mean = meanOf(patches);
  for (const patch of patches) for (let i = 0; i < filterLength; i++) patch[i] -= mean[i];
  const covariance = covarianceOf(patches);
  const regular = Float64Array.from(covariance);
  const floor = flatShare * largestEigenvalue(covariance, filterLength) || 1;
  for (let i = 0; i < filterLength; i++) regular[i * filterLength + i] += floor;
  const solve = choleskySolver(regular, filterLength);

  const kernel = new Float32Array(filterLength * filtersPerScale);
  const bias = new Float32Array(filtersPerScale);
  for (let filter = 0; filter < filtersPerScale; filter++) {
    const patch = patches[random.integer(patches.length)];
    const weights = solve(patch);
    let variance = 0;
    for (let i = 0; i < filterLength; i++) {
      for (let j = 0; j < filterLength; j++) {
        variance += weights[i] * covariance[i * filterLength + j] * weights[j];
      }
    }
    const scale = (filter % 2 === 0 ? 1 : -1) / (Math.sqrt(variance) || 1);
    for (let i = 0; i < filterLength; i++) {
      kernel[i * filtersPerScale + filter] = scale * weights[i];
      bias[filter] -= scale * weights[i] * mean[i];
    }
  }
  return { kernel, bias };
}

/** Cuts patches at random positions; a picture smaller than a filter is padded with zeros. */
function drawPatches({ pixels, height, width }: ColorPicture, random: Random): Float64Array[] {
  const rows = Math.max(1, height - kernelSize + 1);
  const columns = Math.max(1, width - kernelSize + 1);
  return Array.from({ length: Math.min(patchesAtMost, rows * columns) }, () => {
    const top = random.integer(rows);
    const left = random.integer(columns);
    const patch = new Float64Array(filterLength);
    for (let i = 0; i < filterLength; i++) {
      const row = top + Math.floor(i / (kernelSize * 3));
      const column = left + (Math.floor(i / 3) % kernelSize);
      if (row < height && column < width) patch[i] = pixels[(row * width + column) * 3 + (i % 3)];
    }
    return patch;
  });
}

function meanOf(patches: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(filterLength);
  for (const patch of patches) {
    for (let i = 0; i < filterLength; i++) mean[i] += patch[i] / patches.length;
  }
  return mean;
}

function covarianceOf(centred: readonly Float64Array[]): Float64Array {
  const covariance = new Float64Array(filterLength * filterLength);
  for (const patch of centred) {
    for (let i = 0; i < filterLength; i++) {
      const value = patch[i] / centred.length;
      for (let j = 0; j <= i; j++) covariance[i * filterLength + j] += value * patch[j];
    }
  }
  for (let i = 0; i < filterLength; i++) {
    for (let j = 0; j < i; j++) covariance[j * filterLength + i] = covariance[i * filterLength + j];
  }
  return covariance;
}
