import { readTensor } from '@axiswise/backend/read-tensor';
import { sha256 } from '@axiswise/digest';
import type { TrainableNetwork } from '@axiswise/layers';

/**
 * SHA-256 (hex) over all weights of a network in layer order, with their shapes, then the tables of its
 * embeddings: two networks with equal digests are the same to the last bit.
 */
export async function weightsSha256({
  model,
  tables,
}: Pick<TrainableNetwork, 'model' | 'tables'>): Promise<string> {
  const hash = sha256();
  const add = (shape: readonly number[], values: ArrayBufferView): void => {
    hash.update(JSON.stringify(shape));
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  };
  for (const weight of model.getWeights()) add(weight.shape, await readTensor(weight));
  for (const { layer } of tables) add([layer.vocabularySize, layer.width], layer.table);
  return hash.hex();
}
