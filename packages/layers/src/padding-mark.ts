import * as tf from '@axiswise/tensorflow';
import { type Symbolic, through } from './symbolic.ts';

/** Lower than any score; finite, because zero times infinity is no number. */
const MINUS_INFINITY = -1e9;

/**
 * Marks the padding behind the end of each example: `[length, 1, 1]`, 0 where a token stands and
 * −10⁹ where there is none. Made of standard layers, so that every model carries its own mask.
 */
export function applyPaddingMark(tokens: Symbolic, count: number): Symbolic {
  const length = tokens.shape[1]!;
  return through(
    tokens,
    tf.layers.reshape({ targetShape: [length], name: 'padding_symbols' }),
    tf.layers.embedding({
      inputDim: count,
      outputDim: 1,
      trainable: false,
      embeddingsInitializer: 'zeros',
      name: 'padding',
    }),
    tf.layers.reshape({ targetShape: [length, 1, 1], name: 'padding_mark' }),
  );
}

/** Token 0 is the padding. A network whose filters span the whole length has no use for the mark. */
export function fillPaddingMark(model: tf.LayersModel, count: number): void {
  if (!model.layers.some(({ name }) => name === 'padding')) return;
  tf.tidy(() => {
    const marks = tf.buffer([count, 1]);
    marks.set(MINUS_INFINITY, 0, 0);
    model.getLayer('padding').setWeights([marks.toTensor()]);
  });
}
