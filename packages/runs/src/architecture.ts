import type { NetworkGeometry } from '@axiswise/geometry';
import { z } from 'zod';

/** One layer of a network, as a run record keeps it. */
export interface ArchitectureLayer {
  /** Unique in the network: `convolution_1`. The layer of the saved model has the same name. */
  readonly name: string;
  readonly kind: string;
  /** The layers before it; empty where it reads the input of the network. */
  readonly inputs: readonly string[];
  /** The names of the axes of its output: `['height', 'width', 'channels']` or `['units']`. */
  readonly axes: readonly string[];
  /** Without the batch. */
  readonly outputShape: readonly number[];
  /** Trainable numbers, biases included. */
  readonly parameters: number;
  /** Multiply-accumulates for one example. */
  readonly macs: number;
  /** Per axis: how many positions of the network's input one output sees. */
  readonly receptiveField: Readonly<Record<string, number>>;
}

/** What is known of a layer of a run that the first release wrote. */
export type RecordedLayer = Pick<ArchitectureLayer, 'name' | 'kind' | 'outputShape'> &
  Partial<ArchitectureLayer>;

const count = z.int().min(0);

export const architectureLayerSchema: z.ZodType<ArchitectureLayer> = z.looseObject({
  name: z.string(),
  kind: z.string(),
  inputs: z.array(z.string()),
  axes: z.array(z.string()),
  outputShape: z.array(count),
  parameters: count,
  macs: count,
  receptiveField: z.record(z.string(), count),
});

/** A network's architecture as data. */
export const architectureOf = ({ layers }: NetworkGeometry): ArchitectureLayer[] =>
  layers.map(({ name, kind, inputs, axes, outputShape, parameters, macs, receptiveField }) => ({
    name,
    kind: kind.name,
    inputs,
    axes,
    outputShape,
    parameters,
    macs,
    receptiveField,
  }));

/**
 * The architecture in short, `convolution_1 [26,26,25]`: all that the first release recorded. It is still
 * written, so that its runs and those of today can be compared.
 */
export const shortArchitecture = (architecture: readonly ArchitectureLayer[]): string[] =>
  architecture.map(({ name, outputShape }) => `${name} [${outputShape.join(',')}]`);

/** The layers of a run: as it recorded them, or read from what the first release wrote. */
export const recordedLayers = (configuration: {
  readonly architecture?: readonly ArchitectureLayer[] | undefined;
  readonly layers: readonly string[];
}): readonly RecordedLayer[] =>
  configuration.architecture ??
  configuration.layers.map((short) => {
    const [, name, shape] = shortLayer.exec(short)!;
    return {
      name,
      // The first release let nobody name a layer that is looked for by its kind.
      kind: name.replace(/_\d+$/, '').replaceAll('_', '-'),
      outputShape: shape.split(',').map(Number),
    };
  });

/** A layer as {@link shortArchitecture} writes it. */
export const shortLayer = /^(\S+) \[(\d+(?:,\d+)*)\]$/;
