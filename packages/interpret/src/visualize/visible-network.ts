import * as tf from '@axiswise/tensorflow';
import {
  applyStepwise,
  embeddingOf,
  type SavedEmbedding,
  type Signal,
  walkLayers,
} from '@axiswise/layers';
import { InputError } from '@axiswise/messages';

/** Filters give maps over positions; neurons give one number each. */
export type UnitKind = 'filter' | 'neuron';

/** A layer whose units can be looked at. */
export interface VisibleLayer {
  readonly name: string;
  readonly kind: UnitKind;
  readonly units: number;
  /** The lengths of a map's axes, without batch and channels; empty for neurons. */
  readonly positions: readonly number[];
}

/**
 * A trained network to inspect: the activations of any layer for an input, with gradients with
 * respect to the input.
 *
 * If the inputs are tokens (words), gradients are taken with respect to their vectors: the network
 * is then used from its embedding on.
 */
export class VisibleNetwork {
  /** The layers that can be inspected, in order. */
  readonly layers: readonly VisibleLayer[];
  /** The shape of one input, as in the data. */
  readonly inputShape: readonly number[];
  /**
   * The shape of one input as it can be changed: of the vectors if inputs are tokens, else the
   * same.
   */
  readonly visibleShape: readonly number[];
  readonly #model: tf.LayersModel;
  readonly #embedding: SavedEmbedding | undefined;
  readonly #prepare: (visible: tf.Tensor) => tf.Tensor;
  /** Layers that cannot take inputs of this shape. */
  readonly #unfit: ReadonlySet<string>;

  /**
   * @param model is not disposed of; it belongs to the caller.
   * @param options.layers the names of the layers to offer; default all.
   * @param options.inputShape the shape of one input, where it is another than the model was made for. Layers that
   *   cannot take what follows from it are not offered.
   * @param options.prepare what is done to an input before the model gets it, differentiably.
   */
  constructor(
    model: tf.LayersModel,
    options: {
      readonly layers?: readonly string[];
      readonly inputShape?: readonly number[];
      readonly prepare?: (visible: tf.Tensor) => tf.Tensor;
    } = {},
  ) {
    this.#model = model;
    this.#embedding = embeddingOf(model);
    this.#prepare = options.prepare ?? ((visible) => visible);
    this.inputShape = options.inputShape ?? (model.inputs[0].shape.slice(1) as number[]);
    const shapeOf = shapesFrom(this.inputShape);
    this.visibleShape =
      this.#embedding === undefined
        ? this.inputShape
        : shapeOf(model.getLayer(this.#embedding.name))!;
    const named = options.layers && new Set(options.layers);
    const offered = model.layers
      .filter(
        (layer) => layer.getClassName() !== 'InputLayer' && layer.name !== this.#embedding?.name,
      )
      .filter(({ name }) => named?.has(name) ?? true);
    const fits = offered.filter((layer) => shapeOf(layer) !== null);
    this.#unfit = new Set(offered.filter((layer) => !fits.includes(layer)).map(({ name }) => name));
    this.layers = fits.map((layer): VisibleLayer => {
      const shape = shapeOf(layer)!;
      const units = shape[shape.length - 1];
      return shape.length === 1
        ? { name: layer.name, kind: 'neuron', units, positions: [] }
        : { name: layer.name, kind: 'filter', units, positions: shape.slice(0, -1) };
    });
  }

  /** @throws InputError that lists the layers if there is none of that name. */
  layer(name: string): VisibleLayer {
    const found = this.layers.find((layer) => layer.name === name);
    if (found) return found;
    const filters = this.layers.filter(({ kind }) => kind === 'filter');
    const none =
      filters.length === 0 ? 'the network has no filters, only neurons that see everything' : '';
    const size = this.inputShape.slice(0, -1).join('×');
    throw new InputError(
      'visualization',
      (this.#unfit.has(name)
        ? `the layer "${name}" cannot take what comes of an input of ${size}`
        : `there is no layer "${name}"${none && ` (${none})`}`) +
        '; choose one of: ' +
        this.layers
          .map(
            ({ name: each, units, kind }) => `${each} (${units} ${kind}${units === 1 ? '' : 's'})`,
          )
          .join(', '),
    );
  }

  /** @throws InputError if the layer has no such unit. */
  checkUnit(name: string, unit: number): void {
    const layer = this.layer(name);
    if (Number.isInteger(unit) && unit >= 0 && unit < layer.units) return;
    throw new InputError('visualization', noSuchUnit(layer, unit));
  }

  /** The vectors of all tokens, `[tokens, width × tables]`; undefined if inputs are not tokens. */
  tokenVectors(): tf.Tensor2D | undefined {
    return this.#embedding?.vectors();
  }

  /**
   * Returns the changeable form of inputs: the inputs themselves, or the vectors of their tokens.
   *
   * @param inputs `[batch, ...inputShape]`.
   */
  see(inputs: tf.Tensor): tf.Tensor {
    const embedding = this.#embedding;
    if (embedding === undefined) return inputs;
    return tf.tidy(() => this.#walk(inputs, undefined)(embedding.name).output);
  }

  /**
   * Computes the activations of some layers. Call it inside `tf.tidy` or a gradient.
   *
   * @param visible `[batch, ...visibleShape]`.
   * @param options.inputs the tokens, if inputs are tokens, so that their padding is masked; by
   *   default no position is padding.
   */
  signals(
    visible: tf.Tensor,
    names: Iterable<string>,
    options: { readonly inputs?: tf.Tensor } = {},
  ): Map<string, Signal> {
    const signalOf =
      this.#embedding === undefined
        ? this.#walk(visible, undefined)
        : // Token 1 stands for any word: no position is padding.
          this.#walk(options.inputs ?? tf.ones([visible.shape[0], ...this.inputShape]), visible);
    return new Map([...names].map((name) => [name, signalOf(name)]));
  }

  #walk(visible: tf.Tensor, embedded: tf.Tensor | undefined): (name: string) => Signal {
    const input = this.#prepare(visible);
    const signalOf = walkLayers<Signal>((layer) => {
      if (layer.getClassName() === 'InputLayer') return { output: input };
      return embedded && layer.name === this.#embedding?.name ? { output: embedded } : undefined;
    }, applyStepwise);
    return (name) => signalOf(this.#model.getLayer(name));
  }
}

/**
 * The shape of what a layer gives for one example, without batch, where the model's input has another shape than it
 * was built for; null where the layer, or one before it, cannot take what it gets.
 */
function shapesFrom(
  inputShape: readonly number[],
): (layer: tf.layers.Layer) => readonly number[] | null {
  return walkLayers<readonly number[] | null>(
    (layer) => (layer.getClassName() === 'InputLayer' ? inputShape : undefined),
    (layer, inputs) => {
      const shapes: tf.Shape[] = [];
      for (const input of inputs) {
        if (input === null) return null;
        shapes.push([null, ...input]);
      }
      return fitsWeights(layer, shapes) ? outputShape(layer, shapes) : null;
    },
  );
}

/** Whether inputs have the lengths that the weights of a layer were made for. */
function fitsWeights({ inputSpec }: tf.layers.Layer, shapes: readonly tf.Shape[]): boolean {
  return [inputSpec ?? []].flat().every(({ axes = {} }, i) =>
    Object.entries(axes).every(([axis, length]) => {
      const found = shapes[i]?.at(Number(axis));
      return length === null || found === undefined || found === null || found === length;
    }),
  );
}

function outputShape(layer: tf.layers.Layer, shapes: readonly tf.Shape[]): number[] | null {
  let shape: tf.Shape | tf.Shape[];
  try {
    shape = layer.computeOutputShape(shapes.length === 1 ? shapes[0] : [...shapes]);
  } catch {
    return null;
  }
  const [, ...lengths] = (Array.isArray(shape[0]) ? shape[0] : shape) as number[];
  return lengths.every((length) => length > 0) ? lengths : null;
}

/**
 * The activations of all units of a layer, `[batch, units]`: maps are summed over their positions.
 */
export function unitActivations({ output }: Signal): tf.Tensor {
  const positions = output.shape.slice(1, -1).map((_, i) => i + 1);
  return positions.length > 0 ? tf.sum(output, positions) : output;
}

/** The activations of all units of a layer at one position of their maps, `[batch, units]`. */
export function activationsAt({ output }: Signal, position: readonly number[]): tf.Tensor {
  const [batch] = output.shape;
  const units = output.shape[output.shape.length - 1];
  const at = tf.slice(output, [0, ...position, 0], [batch, ...position.map(() => 1), units]);
  return tf.reshape(at, [batch, units]);
}

/** Says that a layer has no such unit, and which units it has. */
export const noSuchUnit = (
  { name, kind, units }: Pick<VisibleLayer, 'name' | 'kind' | 'units'>,
  unit: number,
): string => `${name} has no ${kind} ${unit}; it has ${units}, numbered from 0 to ${units - 1}`;
