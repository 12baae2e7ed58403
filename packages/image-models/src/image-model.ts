import { InputError } from '@axiswise/messages';
import type * as tf from '@axiswise/tensorflow';
import { readLayersModel } from './layers-model-file.ts';
import { isImageModel, modelFileAt } from './model-place.ts';
import { type Preprocessing, preprocessings } from './preprocessings.ts';

export { isImageModel };

/** A model from elsewhere that takes one picture. */
export interface ImageModel {
  /** The model.json that it was read from. */
  readonly file: string;
  /** Belongs to whoever loaded it, who disposes of it. */
  readonly model: tf.LayersModel;
  /** What was chosen, or what its layers suggest. */
  readonly preprocessing: Preprocessing;
  /** Of its input: 3 colours, or 1 for grey. */
  readonly channels: 1 | 3;
}

/** How a model from elsewhere is loaded. */
export interface LoadImageModelOptions {
  /**
   * The preprocessing of the model; by default that of VGG if its layers have VGG's names, else
   * `unit`.
   */
  readonly preprocessing?: Preprocessing | undefined;
  /** What is assumed of the preprocessing, in one line. */
  readonly onNotice?: ((line: string) => void) | undefined;
}

/** A layer that both VGG16 and VGG19 of Keras have, under this name. */
const layerOfVgg = 'block3_conv3';

/**
 * Loads a TensorFlow.js layers model that takes one picture, from its `model.json` or the folder that holds it.
 *
 * @throws InputError if the place holds no complete layers model, or one that takes something else. The code is
 *   `model-absent` where nothing is there.
 */
export async function loadImageModel(
  place: string,
  options: LoadImageModelOptions = {},
): Promise<ImageModel> {
  const file = await modelFileAt(place);
  const model = await readLayersModel(file);
  try {
    const channels = pictureChannels(model, place);
    const preprocessing = preprocessingOf(model, place, options);
    checkMean(preprocessing, channels, place);
    return { file, model, channels, preprocessing };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/**
 * The channels of the picture that a model takes.
 *
 * @param name of the model, for the message.
 * @throws InputError where it does not take one picture.
 */
export function pictureChannels(model: tf.LayersModel, name: string): 1 | 3 {
  const { shape } = model.inputs[0];
  const channels = shape.at(-1);
  if (model.inputs.length === 1 && shape.length === 4 && (channels === 1 || channels === 3)) {
    return channels;
  }
  const inWords = ({ shape: [, ...lengths] }: tf.SymbolicTensor): string =>
    `[batch, ${lengths.map((length) => length ?? 'any').join(', ')}]`;
  throw new InputError(
    'model',
    `${name} takes ${model.inputs.map(inWords).join(' and ')}, but a model of pictures takes one picture ` +
      `[batch, height, width, 3] or [batch, height, width, 1]`,
  );
}

function checkMean({ mean }: Preprocessing, channels: 1 | 3, place: string): void {
  const count = [mean].flat().length;
  if (count === 1 || count === channels) return;
  throw new InputError(
    'model',
    `${place} takes ${channels === 1 ? 'grey pictures' : 'pictures of 3 channels'}, but its preprocessing subtracts ` +
      `${count} means; give one, or as many as there are channels`,
  );
}

function preprocessingOf(
  model: tf.LayersModel,
  place: string,
  { preprocessing, onNotice }: LoadImageModelOptions,
): Preprocessing {
  if (preprocessing) return preprocessing;
  if (model.layers.some(({ name }) => name === layerOfVgg)) {
    onNotice?.(`${place} is taken for a VGG: blue, green, red from 0 to 255, less their means`);
    return preprocessings.vgg;
  }
  onNotice?.(
    `${place} is taken for a model of values from 0 to 1; if not so, name its preprocessing`,
  );
  return preprocessings.unit;
}
