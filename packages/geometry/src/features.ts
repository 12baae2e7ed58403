import { InputError } from '@axiswise/messages';
import type { AxisDeclaration, InputGeometry } from './axes.ts';
import type { AxisWindow } from './window.ts';

/** One axis of the input or output of a layer. */
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
  /** Whether the last position is followed by the first. */
  readonly cyclic?: true;
  /** Whether positions may lie behind the end of an example, because other examples are longer. */
  readonly mayBePadding?: true;
  /** The length of this axis in the network's input: no receptive field exceeds it. */
  readonly inputLength: number;
}

/** The data between two layers: maps with axes and channels, or, once flattened, a vector of units. */
export interface Features {
  readonly axes: readonly FeatureAxis[];
  /** Maps at every position; once flattened, the number of units. */
  readonly channels: number;
  readonly flat: boolean;
  /** Where positions hold tokens and not yet numbers: how many tokens there are. */
  readonly vocabularySize?: number;
}

/** A network's input as what its first layer receives. */
export const featuresOf = ({
  axes: { declarations },
  names,
  lengths,
  channels,
  vocabularySize,
}: InputGeometry): Features => ({
  axes: names.map((name) => ({
    ...newAxis(name, lengths[name]!, declarations[name]),
    // Of tokens it is known which are padding; of numbers, zeros are part of the example.
    ...(vocabularySize !== undefined && names.length === 1 && { mayBePadding: true as const }),
  })),
  channels,
  flat: false,
  ...(vocabularySize !== undefined && { vocabularySize }),
});

/** An axis of which every position is still one of the input's. */
export const newAxis = (
  name: string,
  length: number,
  { cyclic }: Pick<AxisDeclaration, 'cyclic'>,
): FeatureAxis => ({
  name,
  length,
  receptiveField: 1,
  jump: 1,
  start: 0,
  paddedBehind: 0,
  inputLength: length,
  ...(cyclic && { cyclic }),
});

/** @throws InputError where a layer that computes with numbers gets tokens. */
export function needsNumbers(name: string, what: string, input: Features): void {
  if (input.vocabularySize === undefined) return;
  throw new InputError(
    'geometry',
    `${name}: ${what} needs numbers, but its input is tokens; put an embedding before it`,
  );
}

/** @throws InputError where a layer that works along axes gets tokens or a vector of units. */
export function needsAxes(name: string, what: string, input: Features): void {
  if (input.flat) {
    throw new InputError(
      'geometry',
      `${name}: ${what} needs axes, but its input is flattened; put it before the flatten layer`,
    );
  }
  needsNumbers(name, what, input);
}

/** @throws InputError where a layer of units gets maps. */
export function needsUnits(name: string, what: string, input: Features): void {
  if (input.flat) return;
  throw new InputError(
    'geometry',
    `${name}: ${what} needs a flat input, but its input has the axes ` +
      `${input.axes.map((axis) => axis.name).join(', ')}; put flatten() before it`,
  );
}

/** @throws InputError where something is said of an axis that the input does not have. */
export function needsAxesNamed(name: string, along: readonly string[], input: Features): void {
  const names = input.axes.map((axis) => axis.name);
  const stranger = along.find((axis) => !names.includes(axis));
  if (stranger === undefined) return;
  throw new InputError(
    'geometry',
    `${name} names the axis "${stranger}", but the axes are ${names.join(', ')}`,
  );
}

/** `[...axis lengths, channels]`, without the batch. */
export const shapeOf = (features: Features): number[] =>
  features.flat
    ? [features.channels]
    : [...features.axes.map(({ length }) => length), features.channels];

/** How many numbers one example has at a place of the network. */
export const sizeOf = (features: Features): number =>
  shapeOf(features).reduce((product, length) => product * length, 1);

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
