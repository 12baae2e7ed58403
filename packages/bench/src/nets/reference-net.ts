import {
  deriveNetwork,
  type InputGeometry,
  type LayerSpec,
  type NetworkGeometry,
} from '@axiswise/geometry';

/** A network that speed is measured with, as large as one of its domain is. */
export interface ReferenceNet {
  readonly name: string;
  /** The network in one line, with what it receives. */
  readonly describe: string;
  /** Of one example. */
  readonly shape: readonly number[];
  readonly classes: number;
  readonly batchSize: number;
  /** Where inputs are tokens: how many there are, the padding included. */
  readonly vocabularySize?: number | undefined;
  readonly geometry: NetworkGeometry;
}

/** Derives a reference network from its declaration. */
export function referenceNet(declaration: {
  readonly name: string;
  readonly describe: string;
  readonly input: InputGeometry;
  readonly layers: readonly LayerSpec[];
  readonly batchSize: number;
}): ReferenceNet {
  const { name, describe, input, layers, batchSize } = declaration;
  const geometry = deriveNetwork(input, layers);
  const [classes] = geometry.layers[geometry.layers.length - 1].outputShape;
  const { names, lengths, channels, vocabularySize } = input;
  const shape = [...names.map((axis) => lengths[axis]!), channels];
  return { name, describe, shape, classes, batchSize, vocabularySize, geometry };
}
