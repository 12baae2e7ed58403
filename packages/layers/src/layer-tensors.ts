import type {
  Activation,
  LayerGeometry,
  LayerKind,
  LayerSpec,
  NetworkLayer,
} from '@axiswise/geometry';
import { InputError } from '@axiswise/messages';
import type { Random } from '@axiswise/random';
import type * as tf from '@axiswise/tensorflow';
import type { Symbolic } from './symbolic.ts';
import type { TokenEmbedding } from './token-embedding.ts';

/**
 * How TensorFlow.js computes a kind of layer: the half of a `LayerKind` that needs tensors.
 *
 * A kind of your own carries it as `tensors`. All of TensorFlow.js comes in with the calls, so that a
 * kind is declared without loading it: `import type` is enough.
 */
export interface LayerTensors<Layer extends LayerGeometry = LayerGeometry> {
  /**
   * Applies a layer. The last TensorFlow.js layer bears the layer's name, others `<name>_<what>`.
   *
   * @param inputs `[batch, units]` where the input is flat, `[batch, ...lengths]` and one channel where it
   *   is tokens, else `[batch, ...lengths, channels]`; a single axis has a second one of length 1 behind it.
   */
  build(layer: NetworkLayer<Layer>, inputs: readonly Symbolic[], context: BuildContext): Symbolic;
  /** The TensorFlow.js layers that hold trained weights; needed where the layer has parameters. */
  weights?(layer: Layer): readonly WeightHolder[];
  /** Sets what is set otherwise than `weights` says. */
  initialize?(layer: Layer, context: InitialContext): void;
  /** Copies the weights into the model of standard layers; by default those of `weights`, unchanged. */
  transfer?(layer: Layer, from: tf.LayersModel, to: tf.LayersModel): void;
  /** Tables that are no weights of the model. */
  tables?(layer: Layer, model: tf.LayersModel): readonly LayerTable[];
  /** What is done to the weights after every update, such as limiting a norm. */
  constraints?(layer: Layer, model: tf.LayersModel): readonly Constraint[];
}

/** What a kind of layer gets to build itself as a TensorFlow.js layer. */
export interface BuildContext {
  readonly tf: typeof tf;
  readonly seed: number;
  /** Standard layers only, so that plain `tf.loadLayersModel` can load the model. */
  readonly portable: boolean;
  /** Applies TensorFlow.js layers one after another. */
  through(x: Symbolic, ...layers: readonly tf.layers.Layer[]): Symbolic;
  /**
   * Marks the padding behind the end of each example, `[batch, length, 1, 1]`: 0 where a token stands and
   * −10⁹ where there is none. Undefined where the network's input is not tokens.
   */
  padding(): Symbolic | undefined;
}

/**
 * A TensorFlow.js layer whose first array, the kernel, is drawn from the stream that the seed and its
 * name select: see `initialWeights`. Its other arrays, the biases, begin at zero. Without a fan, its arrays
 * begin as the layer itself says, without chance: the scale and offset of a normalisation.
 */
export interface WeightHolder {
  /** The name of the TensorFlow.js layer. */
  readonly name: string;
  /** Inputs and outputs of one unit. */
  readonly fan?: { readonly in: number; readonly out: number };
  /** What follows the weighted sum; by default nothing. */
  readonly activation?: Activation;
}

/** What a kind of layer gets to draw its first weights. */
export interface InitialContext {
  readonly tf: typeof tf;
  readonly model: tf.LayersModel;
  /** Vectors for the tokens that the data brings. */
  readonly vectors: TokenVectors | undefined;
  /** A stream of random numbers of its own, by the seed and these words. */
  random(...stream: readonly string[]): Random;
}

/** Vectors for the tokens, learned elsewhere: `vocabularySize × width` numbers. */
export interface TokenVectors {
  readonly width: number;
  readonly values: Float32Array;
}

/** A table of an embedding, which is no weight of a model: see {@link TokenEmbedding}. */
export interface LayerTable {
  readonly layer: TokenEmbedding;
  readonly trained: boolean;
}

/** Changes weights in place, after every update. */
export type Constraint = () => void;

const implementations = new Map<LayerKind, LayerTensors>();

/** Says how TensorFlow.js computes a kind that geometry declares. */
export function implementLayer<Spec extends LayerSpec, Layer extends LayerGeometry>(
  kind: LayerKind<Spec, Layer>,
  tensors: LayerTensors<Layer>,
): void {
  implementations.set(kind, tensors);
}

/**
 * Finds how TensorFlow.js computes a layer.
 *
 * @throws InputError where its kind does not say so, or not how its weights begin.
 */
export function tensorsOf({ kind, name, parameters }: LayerGeometry): LayerTensors {
  const tensors = (kind.tensors as LayerTensors | undefined) ?? implementations.get(kind);
  if (!tensors?.build) {
    throw new InputError(
      'geometry',
      `${name}: the layer kind "${kind.name}" does not say how it is built; give it ` +
        `tensors: { build(layer, inputs, context) { … } }, or load one copy of @axiswise/geometry only`,
    );
  }
  if (parameters > 0 && !tensors.weights && !(tensors.initialize && tensors.transfer)) {
    throw new InputError(
      'geometry',
      `${name}: the layer kind "${kind.name}" has weights, but does not say where; add ` +
        `tensors.weights(layer), or both tensors.initialize and tensors.transfer`,
    );
  }
  return tensors;
}
