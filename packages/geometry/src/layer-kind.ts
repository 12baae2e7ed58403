import { InputError } from '@axiswise/messages';
import type { Axes } from './axes.ts';
import { type Features, shapeOf } from './features.ts';

/** The activations that the layers offer, in TensorFlow.js spelling. */
export type Activation =
  'linear' | 'relu' | 'elu' | 'gelu' | 'swish' | 'sigmoid' | 'tanh' | 'softmax';

/** A layer as it is declared, before it is known what it receives. */
export interface LayerSpec {
  readonly kind: LayerKind | BranchingKind;
  /** Unique in the network; by default the kind's name, numbered. */
  readonly name?: string;
}

/** A layer once its input is known; everything follows without a tensor. */
export interface LayerGeometry<Spec extends LayerSpec = LayerSpec> {
  /** Unique in the network: `convolution_1`. */
  readonly name: string;
  readonly kind: LayerKind;
  readonly spec: Spec;
  readonly input: Features;
  readonly output: Features;
  /** The names of the output's axes: `['height', 'width', 'channels']` or `['units']`. */
  readonly axes: readonly string[];
  /** Without the batch. */
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  /** Trainable numbers, biases included. */
  readonly parameters: number;
  /** Multiply-accumulates for one example, biases and activations not counted. */
  readonly macs: number;
  /** Per axis of the network's input: how many positions one output sees. */
  readonly receptiveField: Readonly<Record<string, number>>;
  /** Parameters of the fully connected layer that does the same, biases included; 0 without weights. */
  readonly denseParameters: number;
}

/** A layer at its place in a network. */
export type NetworkLayer<Layer extends LayerGeometry = LayerGeometry> = Layer & {
  /** The names of the layers that it receives from; none for those that receive the network's input. */
  readonly inputs: readonly string[];
};

/** Where a layer stands, when its geometry is derived. */
export interface LayerPlace {
  /** The layer's name, for error messages. */
  readonly name: string;
  readonly input: Features;
  /** Of a layer that joins branches: the end of each; of all others `[input]`. */
  readonly inputs: readonly Features[];
  /** The domain's axes with their declarations. */
  readonly axes: Axes;
}

/** What a kind derives; the rest of {@link LayerGeometry} follows from it. Counts are 0 by default. */
export type Derived<Layer extends LayerGeometry> = Pick<Layer, 'output'> &
  Partial<Pick<Layer, 'input' | 'parameters' | 'macs' | 'denseParameters'>> &
  Omit<Layer, keyof LayerGeometry>;

/** How the number of filters or units is changed, where a network is brought to a size. */
export interface Width<Spec extends LayerSpec> {
  of(spec: Spec): number;
  with(spec: Spec, width: number): Spec;
  /** The number that must divide it, as where filters come in groups; by default 1. */
  multiple?(spec: Spec): number;
}

/** What a layer does along one axis. */
export interface AlongAxis {
  readonly axis: string;
  /** Filters slide or span; pooling keeps one value a window, global pooling one for the whole axis. */
  readonly move: 'slide' | 'span' | 'pool' | 'global-pool';
  readonly kernelSize: number;
  readonly stride: number;
  readonly dilation: number;
  /** The length of the axis where the layer stands. */
  readonly length: number;
  /** Where positions share weights within bands: how many there are. */
  readonly bands?: number;
  /** Where every position has weights of its own. */
  readonly unshared?: true;
  /** Where the positions come in an order drawn by the seed. */
  readonly shuffled?: true;
  /** Where pooling takes a weighted mean of the window, to subsample smoothly. */
  readonly blurs?: true;
}

/** All that a kind of layer says of itself, without tensors; `defineLayerKind` makes a kind of it. */
export interface LayerKindDeclaration<
  Spec extends LayerSpec = LayerSpec,
  Layer extends LayerGeometry = LayerGeometry<Spec>,
> {
  /** Lower-case words with hyphens: `global-pooling`. Layers are named after it: `global_pooling_1`. */
  readonly name: string;
  /**
   * The output and the counts of a layer that stands at a place.
   *
   * @throws InputError naming the layer where it cannot stand there.
   */
  derive(spec: Spec, place: LayerPlace): Derived<Layer>;
  /** What a layer does along its axes, in a few words: `25 filters of 9 weights: slides height 3, …`. */
  describe(layer: NetworkLayer<Layer>): string;
  /**
   * How many channels a layer has: what a budget changes, the same as its input (`'as-input'`; where it
   * joins branches, the same as each of them), or what follows from its input in another way (`'derived'`).
   */
  readonly width: Width<Spec> | 'as-input' | 'derived';
  /**
   * The number that must divide the channels of the layer before it; by default 1. Where the width is
   * `'derived'`, so many of them become one.
   */
  inputMultiple?(spec: Spec): number;
  /**
   * Whether it only works on the output of the layer before it, as dropout and maxout do: where that one is
   * left out, so is it. By default it stays.
   */
  readonly partOfLayerBefore?: boolean;
  /**
   * Whether training needs several examples at a time, as batch normalisation does: a batch size of 1 is
   * refused then.
   */
  readonly needsSeveralExamples?: boolean;
  /**
   * Connections with a weight, biases included, where they are fewer than those of the dense layer that
   * does the same; by default all of them.
   */
  connections?(layer: Layer): number;
  /** What filters or windows do along each axis; by default the layer has neither. */
  alongAxes?(layer: Layer): readonly AlongAxis[];
  /**
   * Where a network may end with it: with the logits of a softmax, which a classifier ends in, or with
   * numbers as they are (`linear`). Undefined, as without this method: it may not.
   */
  lastActivation?(spec: Spec): 'softmax' | 'linear' | undefined;
  /**
   * How TensorFlow.js computes the layer: `LayerTensors` of `@axiswise/layers`. Our own kinds have this
   * half there, because this package is free of tensors.
   */
  readonly tensors?: object;
  /**
   * How other frameworks compute the layer, where that does not follow from its standard layers:
   * `LayerExports` of `@axiswise/export`.
   */
  readonly exports?: object;
}

/** A kind of layer: one value that says all that is to be known of it. */
export interface LayerKind<
  Spec extends LayerSpec = LayerSpec,
  Layer extends LayerGeometry = LayerGeometry<Spec>,
> extends LayerKindDeclaration<Spec, Layer> {
  /** Whether a layer is of this kind. */
  is<Given extends LayerGeometry>(layer: Given): layer is Given & Layer;
  /** The name: what JSON says of the kind. */
  toJSON(): string;
}

/** A kind that holds rows of layers side by side instead of being a layer itself. */
export interface BranchingKind<Spec extends LayerSpec = LayerSpec> {
  readonly name: string;
  readonly branches: {
    of(spec: Spec): readonly (readonly LayerSpec[])[];
    with(spec: Spec, branches: readonly (readonly LayerSpec[])[]): Spec;
    /** The layer that receives the ends of all branches. */
    join(spec: Spec): LayerSpec;
  };
  toJSON(): string;
}

/**
 * Defines a kind of layer. Everything that works with layers asks the kind: deriving and counting,
 * sizing to a budget, tables of layers, building, initial weights, saving, `visualize`.
 *
 * @throws InputError where the name or a part that every kind has is missing.
 * @example
 * interface ScaleSpec extends LayerSpec {
 *   readonly factor: number;
 * }
 * const scaleKind = defineLayerKind<ScaleSpec>({
 *   name: 'scale',
 *   derive: (spec, { input }) => ({ output: input }),
 *   describe: ({ spec }) => `times ${spec.factor}`,
 *   width: 'as-input',
 * });
 * const scale = (factor: number): ScaleSpec => ({ kind: scaleKind, factor });
 * const { layers } = deriveNetwork(inputOf(pixels, [4, 4, 3]), [scale(2)]);
 * layers[0].name; // 'scale_1'
 * layers[0].outputShape; // [4, 4, 3]
 */
export function defineLayerKind<
  Spec extends LayerSpec,
  Layer extends LayerGeometry = LayerGeometry<Spec>,
>(declaration: LayerKindDeclaration<Spec, Layer>): LayerKind<Spec, Layer> {
  const { name, derive, describe, width } = declaration;
  checkKindName(name);
  for (const [part, given] of Object.entries({ derive, describe, width })) {
    if (given !== undefined) continue;
    throw new InputError('geometry', `the layer kind "${name}" does not say "${part}"; add it`);
  }
  const kind: LayerKind<Spec, Layer> = {
    ...declaration,
    is: <Given extends LayerGeometry>(layer: Given): layer is Given & Layer =>
      (layer.kind as object) === kind,
    toJSON: () => name,
  };
  return kind;
}

/** Defines a kind that holds rows of layers side by side. */
export function defineBranchingKind<Spec extends LayerSpec>(
  declaration: Omit<BranchingKind<Spec>, 'toJSON'>,
): BranchingKind<Spec> {
  checkKindName(declaration.name);
  return { ...declaration, toJSON: () => declaration.name };
}

function checkKindName(name: string): void {
  if (/^[a-z][a-z0-9-]*$/.test(name)) return;
  throw new InputError(
    'geometry',
    `"${name}" cannot name a layer kind: lower-case letters, digits and hyphens only`,
  );
}

/** Whether a layer is declared as rows of layers side by side. */
export const isBranching = (kind: LayerKind | BranchingKind): kind is BranchingKind =>
  'branches' in kind;

/** Derives the geometry of a layer at its place. */
export function deriveLayer(kind: LayerKind, spec: LayerSpec, place: LayerPlace): LayerGeometry {
  const derived = {
    input: place.input,
    parameters: 0,
    macs: 0,
    denseParameters: 0,
    ...kind.derive(spec, place),
  };
  const { input, output } = derived;
  return {
    ...derived,
    name: place.name,
    kind,
    spec,
    axes: output.flat ? ['units'] : [...output.axes.map((axis) => axis.name), 'channels'],
    inputShape: shapeOf(input),
    outputShape: shapeOf(output),
    receptiveField: Object.fromEntries(
      output.axes.map((axis) => [axis.name, Math.min(axis.receptiveField, axis.inputLength)]),
    ),
  };
}

/**
 * How many connections a layer has, biases included: of a convolution those that do not reach over the
 * edge, of a dense layer all; 0 for layers without weights.
 */
export const connectionsOf = (layer: LayerGeometry): number =>
  layer.kind.connections?.(layer) ?? layer.denseParameters;
