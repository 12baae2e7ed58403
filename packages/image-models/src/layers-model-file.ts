import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '@axiswise/messages';
import * as tf from '@axiswise/tensorflow';

interface ModelDescription {
  readonly format?: string;
  readonly modelTopology?: { readonly node?: unknown };
  readonly weightsManifest?: {
    readonly paths: string[];
    readonly weights: tf.io.WeightsManifestEntry[];
  }[];
}

/**
 * Reads a TensorFlow.js layers model, whose weights may be quantised and sharded.
 *
 * @throws InputError where the file is not a complete one.
 */
export async function readLayersModel(file: string): Promise<tf.LayersModel> {
  const { modelTopology, weightsManifest } = await readDescription(file);
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const shards = await Promise.all(
    weightsManifest.flatMap(({ paths }) => paths).map((shard) => readShard(file, shard)),
  );
  const weightData = Uint8Array.from(Buffer.concat(shards)).buffer;
  const expected = weightSpecs.reduce((bytes, spec) => bytes + bytesOf(spec), 0);
  if (weightData.byteLength !== expected) {
    throw new InputError(
      'model',
      `the weights of ${file} have ${weightData.byteLength} bytes, but ${expected} are described; ` +
        `copy all files of the model anew`,
    );
  }
  try {
    return await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
  } catch (cause) {
    // What Keras 3 writes, TensorFlow.js does not read (tensorflow/tfjs#8328).
    const remedy = firstLine(cause).includes('batchInputShape')
      ? 'if Keras 3 saved it, save it by Keras 2 (tf_keras) and convert it again'
      : 'take a layers model of standard layers';
    throw new InputError(
      'model',
      `${file} is not a model that can be loaded (${firstLine(cause)}); ${remedy}`,
      { cause },
    );
  }
}

async function readDescription(
  file: string,
): Promise<
  Required<Omit<ModelDescription, 'format' | 'modelTopology'>> & { modelTopology: object }
> {
  let description: ModelDescription | null;
  try {
    description = JSON.parse(await readFile(file, 'utf8')) as ModelDescription | null;
  } catch (cause) {
    throw new InputError(
      'model',
      cause instanceof SyntaxError
        ? `${file} is not JSON (${firstLine(cause)}); name the model.json of a TensorFlow.js layers model`
        : `${file} cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      { cause },
    );
  }
  const { format, modelTopology, weightsManifest } = description ?? {};
  if (format === 'graph-model' || modelTopology?.node) {
    throw new InputError(
      'model',
      `${file} is a graph model, whose layers are gone; convert the Keras model with ` +
        `--output_format tfjs_layers_model`,
    );
  }
  if (typeof modelTopology !== 'object' || !Array.isArray(weightsManifest)) {
    throw new InputError(
      'model',
      `${file} is not a TensorFlow.js layers model: it has no ` +
        `${modelTopology ? 'weightsManifest' : 'modelTopology'}; name the model.json that the converter wrote`,
    );
  }
  return { modelTopology, weightsManifest };
}

async function readShard(file: string, shard: string): Promise<Buffer> {
  const place = path.join(path.dirname(file), shard);
  try {
    return await readFile(place);
  } catch (cause) {
    throw new InputError(
      'model',
      `the weights ${place} that ${file} names cannot be read ` +
        `(${(cause as NodeJS.ErrnoException).code}); copy all files of the model`,
      { cause },
    );
  }
}

const bytesOfType: Readonly<Record<string, number>> = {
  float16: 2,
  uint16: 2,
  uint8: 1,
  bool: 1,
  complex64: 8,
};

function bytesOf({ shape, dtype, quantization }: tf.io.WeightsManifestEntry): number {
  const values = shape.reduce((product, length) => product * length, 1);
  return values * (bytesOfType[quantization?.dtype ?? dtype] ?? 4);
}

const firstLine = (cause: unknown): string => (cause as Error).message.split('\n')[0].trim();
