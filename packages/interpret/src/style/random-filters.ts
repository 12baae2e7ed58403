import { Random } from '@axiswise/data';
import * as tf from '@tensorflow/tfjs';
import { FeatureExtractor } from './feature-extractor.ts';

const scales = [1, 2, 4, 8, 16];
const kernelSize = 7;

export function randomFilters(
  seed: number,
  { filters = 48, plain = false } = {},
): FeatureExtractor {
  const random = new Random(seed, 'style', 'random filters');
  const picture = tf.input({ shape: [null, null, 3] });
  let smaller = picture;
  const outputs: tf.SymbolicTensor[] = [];
  for (const scale of scales) {
    if (scale > 1) {
      smaller = tf.layers
        .averagePooling2d({ poolSize: 2, strides: 2, padding: 'same', name: `half${scale}` })
        .apply(smaller) as tf.SymbolicTensor;
    }
    const layer = tf.layers.conv2d({
      name: `scale${scale}`,
      filters,
      kernelSize,
      padding: 'same',
      activation: 'relu',
    });
    outputs.push(layer.apply(smaller) as tf.SymbolicTensor);
    const n = kernelSize * kernelSize * 3;
    const k = new Float32Array(n * filters);
    for (let f = 0; f < filters; f++) {
      const v = Array.from({ length: n }, () => random.normal());
      if (!plain) {
        // centre in space: keep a part of the colour mean
        for (let c = 0; c < 3; c++) {
          let m = 0;
          for (let p = 0; p < n / 3; p++) m += v[p * 3 + c];
          m /= n / 3;
          for (let p = 0; p < n / 3; p++) v[p * 3 + c] -= m * 0.75;
        }
      }
      const norm = Math.hypot(...v);
      for (let i = 0; i < n; i++) k[i * filters + f] = v[i] / norm;
    }
    const bias = new Float32Array(filters);
    tf.tidy(() =>
      layer.setWeights([tf.tensor4d(k, [kernelSize, kernelSize, 3, filters]), tf.tensor1d(bias)]),
    );
  }
  return new FeatureExtractor(tf.model({ inputs: picture, outputs }), {
    name: 'random',
    preprocessing: { range: [0, 1], mean: 0.5, channelOrder: 'rgb' },
    contentLayers: ['scale2', 'scale4'],
    styleLayers: scales.map((s) => `scale${s}`),
  });
}
