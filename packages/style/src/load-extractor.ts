import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadImageModel, type LoadImageModelOptions, preprocessings } from '@axiswise/image-models';
import { InputError, isInputError } from '@axiswise/messages';
import { type ExtractorFacts, FeatureExtractor } from './feature-extractor.ts';

/** How a model from outside becomes a feature extractor. */
export interface LoadExtractorOptions extends LoadImageModelOptions {
  readonly averagePooling?: boolean | undefined;
}

/** The small network in this package, trained on generated textures. */
export const loadTextureNet = (): Promise<FeatureExtractor> =>
  load(
    fileURLToPath(new URL('./textures/model.json', import.meta.url)),
    {
      name: 'textures',
      contentLayers: ['block2_conv2'],
      styleLayers: ['block1_conv1', 'block1_conv2', 'block2_conv1', 'block3_conv1', 'block3_conv2'],
    },
    { preprocessing: preprocessings.unit },
  );

/**
 * Loads any TensorFlow.js layers model as an extractor: from its `model.json`, the folder that
 * holds it, or a run directory. Weights may be quantised and sharded.
 *
 * @returns the extractor; the caller disposes of it.
 * @throws InputError if the place holds no complete layers model.
 */
export async function loadExtractor(
  place: string,
  { averagePooling, ...options }: LoadExtractorOptions = {},
): Promise<FeatureExtractor> {
  const facts = { name: place, averagePooling: averagePooling ?? false };
  const file = await modelOfRun(place);
  if (file === undefined) return load(place, facts, options);
  // What a run was trained on is known.
  return load(file, facts, { preprocessing: preprocessings.unit, ...options });
}

async function load(
  place: string,
  facts: Omit<ExtractorFacts, 'preprocessing'>,
  options: LoadImageModelOptions,
): Promise<FeatureExtractor> {
  const { model, preprocessing } = await loadImageModel(place, options).catch((cause: unknown) => {
    if (!isInputError(cause) || cause.code !== 'model-absent') throw cause;
    throw new InputError('style', cause.problem, {
      cause,
      remedy:
        'name random, patches or textures, a run directory, or the model.json of a TensorFlow.js ' +
        'layers model',
    });
  });
  try {
    return new FeatureExtractor(model, { ...facts, preprocessing });
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** The model of a run; undefined where the place is no run directory. */
async function modelOfRun(place: string): Promise<string | undefined> {
  if (!(await exists(path.join(place, 'run.json')))) return undefined;
  const file = path.join(place, 'model', 'model.json');
  if (await exists(file)) return file;
  throw new InputError('run-not-finished', `${place} holds no model: its run did not end`);
}

const exists = async (file: string): Promise<boolean> => {
  try {
    await stat(file);
    return true;
  } catch {
    return false;
  }
};
