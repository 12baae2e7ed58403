/** The windows of a convolution on one input. */
export interface Windows {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
}

/**
 * Lays out the inputs of each cell of a filter: `[filterHeight × filterWidth × channels,
 * positions]`.
 *
 * A row holds one weight's inputs at every position of the output; the weight's gradient is its dot
 * product with dy.
 *
 * @param fromExample lays out the examples [fromExample, fromExample + examples).
 */
export function layOutPatches(
  x: Float32Array,
  out: Float32Array,
  w: Windows,
  fromExample: number,
  examples: number,
): void {
  const { inHeight, inWidth, channels, outHeight, outWidth, strideWidth } = w;
  const positions = examples * outHeight * outWidth;
  const step = strideWidth * channels;
  for (let y = 0; y < w.filterHeight; y++) {
    for (let z = 0; z < w.filterWidth; z++) {
      const shift = z * w.dilationWidth - w.padLeft;
      // Output columns whose input column lies inside; the others use padding.
      const first = Math.min(outWidth, Math.max(0, Math.ceil(-shift / strideWidth)));
      const last = Math.min(outWidth, Math.floor((inWidth - 1 - shift) / strideWidth) + 1);
      for (let c = 0; c < channels; c++) {
        let target = ((y * w.filterWidth + z) * channels + c) * positions;
        for (let b = fromExample; b < fromExample + examples; b++) {
          for (let i = 0; i < outHeight; i++, target += outWidth) {
            const row = i * w.strideHeight + y * w.dilationHeight - w.padTop;
            if (row < 0 || row >= inHeight || last <= first) {
              out.fill(0, target, target + outWidth);
              continue;
            }
            for (let j = 0; j < first; j++) out[target + j] = 0;
            let source =
              ((b * inHeight + row) * inWidth + first * strideWidth + shift) * channels + c;
            for (let j = first; j < last; j++, source += step) out[target + j] = x[source];
            for (let j = last; j < outWidth; j++) out[target + j] = 0;
          }
        }
      }
    }
  }
}
