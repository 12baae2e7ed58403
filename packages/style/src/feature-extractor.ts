import { pictureChannels, type Preprocessing, preprocess } from '@axiswise/image-models';
import * as tf from '@axiswise/tensorflow';
import { walkLayers } from '@axiswise/layers';
import { type Footprint, footprintAfter, pixelFootprint, slidesOverPictures } from './footprint.ts';
import { InputError } from '@axiswise/messages';
import { quickenLayers } from './quicken-layers.ts';

/** The name of an extractor, its preprocessing, and its default layers. */
export interface ExtractorFacts {
  readonly name: string;
  readonly preprocessing: Preprocessing;
  readonly contentLayers?: readonly string[];
  readonly styleLayers?: readonly string[];
  /**
   * Whether max pooling is replaced by average pooling, for smoother pictures (Gatys et al. 2016,
   * section 2).
   */
  readonly averagePooling?: boolean;
}

/**
 * The feature maps of any TensorFlow.js layers model, for pictures of any size.
 *
 * The layers are called one by one, up to the deepest requested one. So a model made for 224×224
 * works at every size, and its dense layers are never reached. Only layers that compute the same at
 * every position are available.
 */
export class FeatureExtractor {
  readonly name: string;
  readonly preprocessing: Preprocessing;
  /** The available layers, in the order of the model. */
  readonly layers: readonly string[];
  readonly contentLayers: readonly string[];
  readonly styleLayers: readonly string[];
  /** The number of input channels: 3 colours, or 1 for grey. */
  readonly channels: 1 | 3;
  readonly #model: tf.LayersModel;
  readonly #footprints: ReadonlyMap<string, Footprint>;

  /**
   * @param model is owned by the extractor from now on; {@link dispose} disposes of it.
   * @throws InputError if the model does not take pictures, or none of its layers gives maps.
   */
  constructor(model: tf.LayersModel, facts: ExtractorFacts) {
    this.#model = model;
    this.name = facts.name;
    this.preprocessing = facts.preprocessing;
    this.channels = pictureChannels(model, facts.name);
    this.#footprints = footprints(model);
    this.layers = [...this.#footprints.keys()];
    if (this.layers.length === 0) {
      throw new InputError(
        'style',
        `${facts.name} has no layer that gives feature maps of a picture of any size ` +
          `(its layers: ${model.layers.map(({ name }) => name).join(', ')}); ` +
          `take a model with convolutions`,
      );
    }
    quickenLayers(model, facts.averagePooling ?? false);
    const chosen = defaultLayers(model, this.layers);
    this.contentLayers = facts.contentLayers ?? chosen.contentLayers;
    this.styleLayers = facts.styleLayers ?? chosen.styleLayers;
  }

  /** @throws InputError that lists the available layers if one is missing. */
  checkLayers(names: readonly string[], option: string): void {
    if (names.length === 0) {
      throw new InputError(
        'style',
        `${option} names no layer; choose of ${this.layers.join(', ')}`,
      );
    }
    for (const name of names) {
      if (this.#footprints.has(name)) continue;
      const exists = this.#model.layers.some((layer) => layer.name === name);
      throw new InputError(
        'style',
        exists
          ? `${option}: the layer "${name}" of ${this.name} gives no feature maps of a picture of ` +
              `any size; choose of ${this.layers.join(', ')}`
          : `${option}: ${this.name} has no layer "${name}"; choose of ${this.layers.join(', ')}`,
      );
    }
  }

  footprint(layer: string): Footprint {
    return this.#footprints.get(layer)!;
  }

  /**
   * Computes the maps of some layers.
   *
   * @param picture `[1, height, width, 3]`, values from 0 to 1.
   * @returns for each layer `[1, its height, its width, its channels]`; the caller disposes of
   *   them.
   */
  features(picture: tf.Tensor4D, names: readonly string[]): Record<string, tf.Tensor4D> {
    return tf.tidy(() => {
      const input = preprocess(picture, this.preprocessing, this.channels);
      const outputsOf = walkLayers<tf.Tensor[]>(
        (layer) => (layer.getClassName() === 'InputLayer' ? [input] : undefined),
        (layer, inputs, { tensorIndices }) =>
          [
            layer.call(
              inputs.map((outputs, i) => outputs[tensorIndices[i]]),
              { training: false },
            ),
          ].flat(),
      );
      return Object.fromEntries(
        names.map((name) => [name, outputsOf(this.#model.getLayer(name))[0] as tf.Tensor4D]),
      );
    });
  }

  dispose(): void {
    this.#model.dispose();
  }
}

/** Collects every layer that works at all sizes; all layers before it must, too. */
function footprints(model: tf.LayersModel): Map<string, Footprint> {
  const found = new Map<string, Footprint>();
  for (const layer of model.layers) {
    const node = layer.inboundNodes[0];
    const { outputShapes } = node;
    const outputs = (Array.isArray(outputShapes[0]) ? outputShapes : [outputShapes]) as tf.Shape[];
    if (outputs[0].length !== 4 || !slidesOverPictures(layer)) continue;
    // A sequential model does not list its input among its layers.
    const before = node.inboundLayers.map((inbound) =>
      inbound.getClassName() === 'InputLayer' ? pixelFootprint : found.get(inbound.name),
    );
    if (layer.getClassName() === 'InputLayer' || before.includes(undefined)) continue;
    found.set(layer.name, footprintAfter(layer, before as Footprint[]));
  }
  return found;
}

const stylesAtMost = 5;

/**
 * Chooses default layers: of a VGG those of Gatys, under their Keras names; of other models
 * convolutions at even depths for style, and one at two thirds of the depth for content.
 */
function defaultLayers(
  model: tf.LayersModel,
  usable: readonly string[],
): { contentLayers: string[]; styleLayers: string[] } {
  const gatys = [1, 2, 3, 4, 5].map((block) => `block${block}_conv1`);
  const content = 'block4_conv2';
  if ([...gatys, content].every((name) => usable.includes(name))) {
    return { contentLayers: [content], styleLayers: gatys };
  }
  const isConvolution = (name: string): boolean =>
    model.getLayer(name).getClassName().endsWith('Conv2D');
  const convolutions = usable.filter(isConvolution);
  const choices = convolutions.length > 0 ? convolutions : usable;
  const count = Math.min(stylesAtMost, choices.length);
  const styleLayers = Array.from(
    { length: count },
    (_, i) => choices[count === 1 ? 0 : Math.round((i * (choices.length - 1)) / (count - 1))],
  );
  return { contentLayers: [choices[Math.floor((choices.length - 1) * (2 / 3))]], styleLayers };
}
