import * as tf from '@axiswise/tensorflow';
import { FeatureExtractor } from './feature-extractor.ts';
import type { ColorPicture } from './picture.ts';

/** The filters of one scale: `kernel` is `[kernelSize, kernelSize, 3, filters]`. */
export interface FilterBank {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

export const kernelSize = 7;
/** Numbers per filter. */
export const filterLength = kernelSize * kernelSize * 3;
export const filtersPerScale = 64;
const scales = [1, 2, 4, 8];

/** A binomial blur, `[4, 4, 3, 3]`; with stride 2 it halves the size of a picture. */
const halving = ((): Float32Array => {
  const weights = [1, 3, 3, 1].map((weight) => weight / 8);
  const kernel = new Float32Array(4 * 4 * 3 * 3);
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      for (let channel = 0; channel < 3; channel++) {
        kernel[((row * 4 + column) * 3 + channel) * 3 + channel] = weights[row] * weights[column];
      }
    }
  }
  return kernel;
})();

/**
 * Makes one layer of filters with rectifiers, at several scales: on the picture, at half, a quarter
 * and an eighth of its size.
 *
 * Even a single layer represents texture well (Ustyuzhaninov, Brendel, Gatys and Bethge 2016).
 * Deviation: they use filters of up to 55×55 for large patterns; here filters of 7×7 act on reduced
 * pictures, so that they see up to 56×56 pixels for a hundredth of the work. A scale is omitted if
 * the smaller of the two pictures would be smaller than a filter.
 *
 * @param filtersFor makes the filters of a scale from the style picture at it (values from −0.5 to
 *   0.5).
 */
export function multiScaleExtractor(
  name: string,
  pictures: { readonly content: ColorPicture; readonly style: ColorPicture },
  filtersFor: (style: ColorPicture, scale: number) => FilterBank,
): FeatureExtractor {
  const { content, style } = pictures;
  const shortest = Math.min(content.height, content.width, style.height, style.width);
  const used = scales.filter((scale) => scale === 1 || shortest / scale >= kernelSize);
  let smaller = tf.input({ shape: [null, null, 3], name: 'picture' });
  const input = smaller;
  const outputs: tf.SymbolicTensor[] = [];
  const styles = stylesAt(style, used.length);
  for (const [i, scale] of used.entries()) {
    if (scale > 1) {
      const half = tf.layers.conv2d({
        ...{ name: `half${scale}`, filters: 3, kernelSize: 4, strides: 2, padding: 'same' },
        useBias: false,
      });
      smaller = half.apply(smaller) as tf.SymbolicTensor;
      tf.tidy(() => half.setWeights([tf.tensor4d(halving, [4, 4, 3, 3])]));
    }
    const layer = tf.layers.conv2d({
      ...{ name: `scale${scale}`, filters: filtersPerScale, kernelSize, padding: 'same' },
      activation: 'relu',
    });
    outputs.push(layer.apply(smaller) as tf.SymbolicTensor);
    const { kernel, bias } = filtersFor(styles[i], scale);
    tf.tidy(() =>
      layer.setWeights([
        tf.tensor4d(kernel, [kernelSize, kernelSize, 3, filtersPerScale]),
        tf.tensor1d(bias),
      ]),
    );
  }
  return new FeatureExtractor(tf.model({ inputs: input, outputs }), {
    name,
    preprocessing: { range: [0, 1], mean: 0.5, channelOrder: 'rgb' },
    contentLayers: [used.includes(4) ? 'scale4' : `scale${used.at(-1)}`],
    styleLayers: used.map((scale) => `scale${scale}`),
  });
}

/** The style picture at the first `count` scales, centred at zero. */
function stylesAt({ pixels, height, width }: ColorPicture, count: number): ColorPicture[] {
  return tf.tidy(() => {
    const kernel = tf.tensor4d(halving, [4, 4, 3, 3]);
    let picture = tf.sub(tf.tensor4d(pixels, [1, height, width, 3]), 0.5) as tf.Tensor4D;
    return Array.from({ length: count }, (_, i) => {
      if (i > 0) picture = tf.conv2d(picture, kernel, 2, 'same');
      const [, rows, columns] = picture.shape;
      return { pixels: picture.dataSync() as Float32Array, height: rows, width: columns };
    });
  });
}
