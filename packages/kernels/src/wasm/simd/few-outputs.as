// Convolutions with few output channels: every position of the input times the weights of all taps is one
// product of matrices, `[positions, taps * channels]`. These loops add what belongs to an output, and, for
// the gradients, put what an output gave to its inputs where they are.

import { F } from './vectors';

/**
 * Adds for each output its products, one from each tap, to `bias`; at least `floor` (0 for a ReLU, else
 * minus infinity). `products` holds `[height, width, taps, channels]` of one example.
 */
export function gatherTaps(
  products: usize, bias: usize, floor: f32, out: usize,
  height: i32, width: i32, outHeight: i32, outWidth: i32, channels: i32,
  filterHeight: i32, filterWidth: i32, padTop: i32, padLeft: i32,
): void {
  const numbers = filterHeight * filterWidth * channels;
  for (let i = 0; i < outHeight; i++) {
    for (let j = 0; j < outWidth; j++) {
      for (let k = 0; k < channels; k++, out += F) {
        let sum = f32.load(bias + <usize>k * F);
        for (let y = max(0, padTop - i); y < min(filterHeight, height + padTop - i); y++) {
          const row = (i + y - padTop) * width;
          for (let z = max(0, padLeft - j); z < min(filterWidth, width + padLeft - j); z++) {
            const at = (row + j + z - padLeft) * numbers + (y * filterWidth + z) * channels + k;
            sum += f32.load(products + <usize>at * F);
          }
        }
        f32.store(out, max<f32>(sum, floor));
      }
    }
  }
}

/**
 * Puts the gradient by the outputs of one example beside each of their inputs, `[height, width, wide]`:
 * `wide` is the number of taps times channels, or more, and what is beyond stays as it was.
 */
export function spreadTaps(
  dy: usize, shares: usize, wide: i32,
  height: i32, width: i32, outHeight: i32, outWidth: i32, channels: i32,
  filterHeight: i32, filterWidth: i32, padTop: i32, padLeft: i32,
): void {
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++, shares += <usize>wide * F) {
      let to = shares;
      for (let y = 0; y < filterHeight; y++) {
        const i = row + padTop - y;
        for (let z = 0; z < filterWidth; z++) {
          const j = column + padLeft - z;
          const inside = i >= 0 && i < outHeight && j >= 0 && j < outWidth;
          const from = dy + <usize>((i * outWidth + j) * channels) * F;
          for (let k: usize = 0; k < <usize>channels; k++, to += F) {
            f32.store(to, inside ? f32.load(from + k * F) : 0);
          }
        }
      }
    }
  }
}
