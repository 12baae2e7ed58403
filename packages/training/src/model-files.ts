import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readJsonFile, writeFileAtomically } from '@axiswise/files';
import { InputError } from '@axiswise/messages';
import * as tf from '@axiswise/tensorflow';
import { z } from 'zod';
import { topologyProblem } from './model-topology.ts';

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

const size = z.int().min(0);

const weightSchema = z.looseObject({
  name: z.string(),
  shape: z.array(size),
  dtype: z.enum(['float32', 'int32', 'bool', 'string', 'complex64']),
  quantization: z.looseObject({ dtype: z.enum(['uint8', 'uint16', 'float16']) }).optional(),
});

const modelSchema = z.looseObject({
  modelTopology: z.looseObject({}),
  weightsManifest: z.array(
    z.looseObject({
      paths: z.array(
        // A description must not make us read files elsewhere.
        z.string().refine((place) => !/^\/|^[a-z]:|(^|[/\\])\.\.([/\\]|$)/i.test(place), {
          message: 'must lie below the folder of the model',
        }),
      ),
      weights: z.array(weightSchema),
    }),
  ),
});

type Weight = z.infer<typeof weightSchema>;

/**
 * Loads what {@link saveModel} wrote, or any other TensorFlow.js layers model on disk.
 *
 * The description is checked before it is built: TensorFlow.js waits for ever for a layer that does not
 * come.
 *
 * @throws InputError `run-not-finished` where there is no model, and `file-damaged` where its description
 *   and its weights cannot be those of a model.
 */
export async function loadModel(folder: string): Promise<tf.LayersModel> {
  const file = path.join(folder, 'model.json');
  const description = await readJsonFile(file, modelSchema, 'a TensorFlow.js layers model');
  if (!description) {
    throw new InputError('run-not-finished', `there is no model in ${folder}`, {
      remedy: 'finish the run first',
    });
  }
  const damaged = (problem: string, cause?: unknown): InputError =>
    new InputError('file-damaged', `${file} is not a TensorFlow.js layers model: ${problem}`, {
      cause,
    });
  const problem = topologyProblem(description.modelTopology);
  if (problem !== undefined) throw damaged(problem);
  const groups: Buffer[] = [];
  for (const { paths, weights } of description.weightsManifest) {
    const shards = await Promise.all(
      paths.map(async (shard) => {
        const place = path.join(folder, shard);
        try {
          return await readFile(place);
        } catch (cause) {
          const { code } = cause as NodeJS.ErrnoException;
          throw new InputError('file-damaged', `${place} cannot be read (${code})`, { cause });
        }
      }),
    );
    const group = Buffer.concat(shards);
    const expected = bytesOf(weights);
    if (expected !== undefined && group.length !== expected) {
      throw damaged(
        `its weights are ${expected} bytes, but ${paths.join(', ')} has ${group.length}`,
      );
    }
    groups.push(group);
  }
  try {
    return await tf.loadLayersModel(
      tf.io.fromMemory({
        modelTopology: description.modelTopology,
        weightSpecs: description.weightsManifest.flatMap(
          ({ weights }) => weights as tf.io.WeightsManifestEntry[],
        ),
        weightData: Uint8Array.from(Buffer.concat(groups)).buffer,
      }),
    );
  } catch (cause) {
    throw damaged((cause as Error).message, cause);
  }
}

/** How many bytes the weights of a group take; undefined where strings are among them. */
function bytesOf(weights: readonly Weight[]): number | undefined {
  let bytes = 0;
  for (const { shape, dtype, quantization } of weights) {
    const width = bytesOfType[quantization?.dtype ?? dtype];
    if (width === undefined) return undefined;
    bytes += width * shape.reduce((product, length) => product * length, 1);
  }
  return bytes;
}

const bytesOfType: Readonly<Record<string, number>> = {
  bool: 1,
  uint8: 1,
  uint16: 2,
  float16: 2,
  float32: 4,
  int32: 4,
  complex64: 8,
};
