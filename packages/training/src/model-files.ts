import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomically } from '@axiswise/files';
import * as tf from '@tensorflow/tfjs';
import { InputError } from '@axiswise/messages';

/**
 * Saves a model as `model.json` and `weights.bin`, the TensorFlow.js layers format.
 *
 * The description is written last: a folder with a `model.json` holds a whole model.
 */
export async function saveModel(model: tf.LayersModel, folder: string): Promise<void> {
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      const { modelTopology, weightSpecs, weightData, ...description } = artifacts;
      const weights = tf.io.CompositeArrayBuffer.join(weightData);
      await writeFileAtomically(path.join(folder, 'weights.bin'), new Uint8Array(weights));
      const json = {
        ...description,
        modelTopology,
        weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs }],
      };
      await writeFileAtomically(path.join(folder, 'model.json'), JSON.stringify(json));
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
}

/** Loads what {@link saveModel} wrote, or any other TensorFlow.js layers model on disk. */
export async function loadModel(folder: string): Promise<tf.LayersModel> {
  const file = path.join(folder, 'model.json');
  let description: {
    modelTopology: object;
    weightsManifest: { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[];
  };
  try {
    description = JSON.parse(await readFile(file, 'utf8')) as typeof description;
  } catch (cause) {
    throw new InputError(
      'run',
      `no model could be read from ${file}: the run did not end; continue it with --resume`,
      { cause },
    );
  }
  const shards = await Promise.all(
    description.weightsManifest
      .flatMap(({ paths }) => paths)
      .map((shard) => readFile(path.join(folder, shard))),
  );
  const weightData = Uint8Array.from(Buffer.concat(shards)).buffer;
  return tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: description.modelTopology,
      weightSpecs: description.weightsManifest.flatMap(({ weights }) => weights),
      weightData,
    }),
  );
}
