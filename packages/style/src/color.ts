import type { ColorPicture } from './picture.ts';
import { luminanceShares } from '@axiswise/image-models';
import { symmetricEigen } from './symmetric-eigen.ts';

/** The luminance of each pixel, `[height, width]`, from 0 to 1 (ITU-R BT.601). */
export function luminanceOf({ pixels }: ColorPicture): Float32Array {
  const [red, green, blue] = luminanceShares;
  return Float32Array.from(
    { length: pixels.length / 3 },
    (_, i) => red * pixels[3 * i] + green * pixels[3 * i + 1] + blue * pixels[3 * i + 2],
  );
}

/** A picture in shades of grey. */
export function greyPicture(luminance: Float32Array, of: ColorPicture): ColorPicture {
  const { height, width } = of;
  const pixels = Float32Array.from(
    { length: 3 * luminance.length },
    (_, i) => luminance[Math.floor(i / 3)],
  );
  return { pixels, height, width };
}

/** Gives a picture another luminance: adds the difference to all three channels. */
export function withLuminance(colors: ColorPicture, luminance: Float32Array): ColorPicture {
  const own = luminanceOf(colors);
  const pixels = colors.pixels.map((value, i) => {
    const pixel = Math.floor(i / 3);
    return Math.min(1, Math.max(0, value + luminance[pixel] - own[pixel]));
  });
  return { ...colors, pixels };
}

/** Shifts and scales luminance to the mean and the standard deviation of another. */
export function matchLuminance(luminance: Float32Array, to: Float32Array): Float32Array {
  const [mean, deviation] = momentsOf(luminance);
  const [wantedMean, wantedDeviation] = momentsOf(to);
  const factor = deviation > 0 ? wantedDeviation / deviation : 0;
  return luminance.map((value) => (value - mean) * factor + wantedMean);
}

/**
 * Gives a picture the colour statistics of another: the same mean and covariance.
 *
 * The map is linear, by the symmetric roots of both covariances (Gatys, Bethge, Hertzmann and
 * Shechtman 2016, "Preserving color in neural artistic style transfer"); values outside 0 to 1 are
 * clipped.
 */
export function matchColors(picture: ColorPicture, to: ColorPicture): ColorPicture {
  const own = colorStatistics(picture);
  const wanted = colorStatistics(to);
  const map = multiply(power(wanted.covariance, 0.5), power(own.covariance, -0.5));
  const pixels = new Float32Array(picture.pixels.length);
  for (let at = 0; at < pixels.length; at += 3) {
    for (let c = 0; c < 3; c++) {
      let value = wanted.mean[c];
      for (let d = 0; d < 3; d++) value += map[c * 3 + d] * (picture.pixels[at + d] - own.mean[d]);
      pixels[at + c] = Math.min(1, Math.max(0, value));
    }
  }
  return { ...picture, pixels };
}

function momentsOf(values: Float32Array): [mean: number, deviation: number] {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return [mean, Math.sqrt(squares / values.length)];
}

function colorStatistics({ pixels }: ColorPicture): { mean: number[]; covariance: number[] } {
  const count = pixels.length / 3;
  const mean = [0, 0, 0];
  for (let i = 0; i < pixels.length; i++) mean[i % 3] += pixels[i] / count;
  const covariance = new Array<number>(9).fill(0);
  for (let at = 0; at < pixels.length; at += 3) {
    for (let c = 0; c < 3; c++) {
      for (let d = 0; d < 3; d++) {
        covariance[c * 3 + d] += ((pixels[at + c] - mean[c]) * (pixels[at + d] - mean[d])) / count;
      }
    }
  }
  return { mean, covariance };
}

/** A power of a symmetric 3×3 matrix; directions of nearly constant colour are not amplified. */
function power(matrix: readonly number[], exponent: number): number[] {
  const { values, vectors } = symmetricEigen(matrix, 3);
  const result = new Array<number>(9).fill(0);
  for (let e = 0; e < 3; e++) {
    const factor = Math.max(values[e], 1e-6) ** exponent;
    for (let c = 0; c < 3; c++) {
      for (let d = 0; d < 3; d++) {
        result[c * 3 + d] += factor * vectors[c * 3 + e] * vectors[d * 3 + e];
      }
    }
  }
  return result;
}

const multiply = (a: readonly number[], b: readonly number[]): number[] =>
  Array.from({ length: 9 }, (_, i) => {
    const [row, column] = [Math.floor(i / 3), i % 3];
    return a[row * 3] * b[column] + a[row * 3 + 1] * b[3 + column] + a[row * 3 + 2] * b[6 + column];
  });
