import { InputError } from '@axiswise/messages';
import type { AxisWindow } from './window.ts';

/** One axis of what a layer receives or hands on. */
export interface FeatureAxis {
  readonly name: string;
  readonly length: number;
  /** How many positions of the network's input one position sees along this axis. */
  readonly receptiveField: number;
  /** How many input positions apart two neighbouring positions are. */
  readonly jump: number;
  /** Where in the input the first position's receptive field begins: below 0 in the padding. */
  readonly start: number;
  /** How many positions behind the input's end the last receptive field may reach. */
  readonly paddedBehind: number;
  /** Whether its positions come in an order drawn by the seed. */
  readonly shuffled?: boolean;
  /** The length of this axis in the network's input: no receptive field exceeds it. */
  readonly inputLength: number;
}

/** What flows between layers: maps with axes and channels, or, once flattened, a vector of units. */
export interface Features {
  readonly axes: readonly FeatureAxis[];
  /** Maps at every position; once flattened, the number of units. */
  readonly channels: number;
  readonly flat: boolean;
  /** Where positions hold tokens and not yet numbers: how many tokens there are. */
  readonly vocabularySize?: number;
}

/** @throws InputError where a layer that works along axes gets tokens or a vector of units. */
export function needsAxes(name: string, what: string, input: Features): void {
  if (input.flat) {
    throw new InputError(
      'geometry',
      `${name}: ${what} needs axes, but its input is flattened; put it before the flatten layer`,
    );
  }
  if (input.vocabularySize !== undefined) {
    throw new InputError(
      'geometry',
      `${name}: ${what} needs numbers, but its input is vocabularySize; put an embedding before it`,
    );
  }
}

/** `[...axis lengths, channels]`, without the batch. */
export const shapeOf = (features: Features): number[] =>
  features.flat
    ? [features.channels]
    : [...features.axes.map(({ length }) => length), features.channels];

export const sizeOf = (features: Features): number =>
  shapeOf(features).reduce((product, length) => product * length, 1);

/** What a layer is, once it is known what it receives; everything follows without a tensor. */
export interface LayerGeometry<Spec = unknown> {
  /** Unique in the network: `convolution_1`. */
  readonly name: string;
  readonly kind: string;
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

/** Assembles the fields that every kind of layer derives in the same way. */
export function layerGeometry<Spec extends { readonly kind: string }>(
  name: string,
  spec: Spec,
  input: Features,
  output: Features,
  counts: {
    readonly parameters: number;
    readonly macs: number;
    readonly denseParameters: number;
  },
): LayerGeometry<Spec> {
  return {
    name,
    kind: spec.kind,
    spec,
    input,
    output,
    axes: output.flat ? ['units'] : [...output.axes.map((axis) => axis.name), 'channels'],
    inputShape: shapeOf(input),
    outputShape: shapeOf(output),
    ...counts,
    receptiveField: Object.fromEntries(
      output.axes.map((axis) => [axis.name, Math.min(axis.receptiveField, axis.inputLength)]),
    ),
  };
}

/** What one position sees after a window passed over the axis. */
export function seeThrough(axis: FeatureAxis, window: AxisWindow): FeatureAxis {
  const { kernelSize, dilation, stride, padBefore, padAfter, outputLength } = window;
  return {
    ...axis,
    length: outputLength,
    receptiveField: axis.receptiveField + (kernelSize - 1) * dilation * axis.jump,
    jump: axis.jump * stride,
    start: axis.start - padBefore * axis.jump,
    paddedBehind: axis.paddedBehind + padAfter * axis.jump,
  };
}

/** Of layers without weights and products. */
export const nothingToLearn = { parameters: 0, macs: 0, denseParameters: 0 } as const;

/** The activations that the layers offer, in TensorFlow.js spelling. */
export type Activation = 'linear' | 'relu' | 'elu' | 'sigmoid' | 'tanh' | 'softmax';
