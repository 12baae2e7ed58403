import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@axiswise/tensorflow';
import { FeatureExtractor } from './feature-extractor.ts';
import { type Preprocessing, preprocessings } from './style-options.ts';
import { InputError } from '@axiswise/messages';

/** How a model from outside becomes a feature extractor. */
export interface LoadExtractorOptions {
  /**
   * The preprocessing of the model; by default that of VGG if its layers have VGG's names, else
   * `unit`.
   */
  readonly preprocessing?: Preprocessing | undefined;
  readonly averagePooling?: boolean | undefined;
  /** The assumptions, in one line. */
  readonly onNotice?: ((line: string) => void) | undefined;
}

/** A layer that both VGG16 and VGG19 of Keras have, under this name. */
const layerOfVgg = 'block3_conv3';

/** The small network in this package, trained on generated textures. */
export const loadTextureNet = (): Promise<FeatureExtractor> =>
  load(fileURLToPath(new URL('./textures/model.json', import.meta.url)), {
    name: 'textures',
    preprocessing: preprocessings.unit,
    contentLayers: ['block2_conv2'],
    styleLayers: ['block1_conv1', 'block1_conv2', 'block2_conv1', 'block3_conv1', 'block3_conv2'],
  });

/**
 * Loads any TensorFlow.js layers model as an extractor: from its `model.json`, the folder that
 * holds it, or a run directory. Weights may be quantised and sharded.
 *
 * @returns the extractor; the caller disposes of it.
 * @throws InputError if the place holds no complete layers model.
 */
export async function loadExtractor(
  place: string,
  { preprocessing, averagePooling, onNotice }: LoadExtractorOptions = {},
): Promise<FeatureExtractor> {
  const file = await modelFileAt(place);
  const facts = { name: place, averagePooling: averagePooling ?? false };
  const extractor = await load(file, {
    ...facts,
    preprocessing: preprocessing ?? preprocessings.unit,
  });
  if (preprocessing) return extractor;
  const isRun = file.endsWith(path.join('model', 'model.json')) && place !== file;
  if (isRun) return extractor;
  if (!extractor.layers.includes(layerOfVgg)) {
    onNotice?.(
      `${place} is taken for a model of values from 0 to 1; if not so, name its preprocessing`,
    );
    return extractor;
  }
  onNotice?.(`${place} is taken for a VGG: blue, green, red from 0 to 255, less their means`);
  extractor.dispose();
  return load(file, { ...facts, preprocessing: preprocessings.vgg });
}

async function load(
  file: string,
  facts: ConstructorParameters<typeof FeatureExtractor>[1],
): Promise<FeatureExtractor> {
  const model = await loadLayersModel(file);
  try {
    return new FeatureExtractor(model, facts);
  } catch (error) {
    model.dispose();
    throw error;
  }
}

async function modelFileAt(place: string): Promise<string> {
  const isFolder = await isDirectory(place);
  if (isFolder === undefined) {
    throw new InputError(
      'style',
      `there is no extractor ${place}; name random, patches or textures, a run directory, or the ` +
        `model.json of a TensorFlow.js layers model`,
    );
  }
  if (!isFolder) return place;
  if (await exists(path.join(place, 'run.json'))) {
    const file = path.join(place, 'model', 'model.json');
    if (await exists(file)) return file;
    throw new InputError('run-not-finished', `${place} holds no model: its run did not end`);
  }
  const file = path.join(place, 'model.json');
  if (await exists(file)) return file;
  throw new InputError(
    'style',
    `${place} holds neither a run nor a model.json; name a run directory, or the model.json of a ` +
      `TensorFlow.js layers model`,
  );
}

async function isDirectory(place: string): Promise<boolean | undefined> {
  try {
    return (await stat(place)).isDirectory();
  } catch {
    return undefined;
  }
}

const exists = async (file: string): Promise<boolean> => (await isDirectory(file)) !== undefined;

interface ModelDescription {
  readonly format?: string;
  readonly modelTopology?: { readonly node?: unknown };
  readonly weightsManifest?: {
    readonly paths: string[];
    readonly weights: tf.io.WeightsManifestEntry[];
  }[];
}

async function loadLayersModel(file: string): Promise<tf.LayersModel> {
  const { modelTopology, weightsManifest } = await readDescription(file);
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const shards = await Promise.all(
    weightsManifest.flatMap(({ paths }) => paths).map((shard) => readShard(file, shard)),
  );
  const weightData = Uint8Array.from(Buffer.concat(shards)).buffer;
  const expected = weightSpecs.reduce((bytes, spec) => bytes + bytesOf(spec), 0);
  if (weightData.byteLength !== expected) {
    throw new InputError(
      'style',
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
      'style',
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
      'style',
      cause instanceof SyntaxError
        ? `${file} is not JSON (${firstLine(cause)}); name the model.json of a TensorFlow.js layers model`
        : `${file} cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      { cause },
    );
  }
  const { format, modelTopology, weightsManifest } = description ?? {};
  if (format === 'graph-model' || modelTopology?.node) {
    throw new InputError(
      'style',
      `${file} is a graph model, whose layers are gone; convert the Keras model with ` +
        `--output_format tfjs_layers_model`,
    );
  }
  if (typeof modelTopology !== 'object' || !Array.isArray(weightsManifest)) {
    throw new InputError(
      'style',
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
      'style',
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
