import { createHash } from 'node:crypto';
import type * as tf from '@tensorflow/tfjs';

/**
 * SHA-256 (hex) over all weights of a model in layer order, with their shapes: two models with equal
 * digests are the same network to the last bit.
 */
export function weightsSha256(model: tf.LayersModel): string {
  const hash = createHash('sha256');
  for (const weight of model.getWeights()) {
    hash.update(JSON.stringify(weight.shape));
    const values = weight.dataSync();
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}
