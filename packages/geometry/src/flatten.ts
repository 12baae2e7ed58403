import { InputError } from '@axiswise/messages';
import {
  type Features,
  layerGeometry,
  type LayerGeometry,
  nothingToLearn,
  sizeOf,
} from './layer.ts';

/** Lays all positions of all maps out as one vector. */
export interface FlattenSpec {
  readonly kind: 'flatten';
  readonly name?: string;
}

export function flatten(options: { readonly name?: string } = {}): FlattenSpec {
  return { kind: 'flatten', ...options };
}

export interface FlattenGeometry extends LayerGeometry<FlattenSpec> {
  readonly kind: 'flatten';
}

export function deriveFlatten(name: string, spec: FlattenSpec, input: Features): FlattenGeometry {
  if (input.vocabularySize !== undefined) {
    throw new InputError(
      'geometry',
      `${name}: vocabularySize are no numbers; put an embedding before it`,
    );
  }
  // The vector as a whole sees everything that its positions together see; what follows it is dense.
  const output: Features = {
    axes: input.axes.map((axis) => ({ ...axis, receptiveField: axis.inputLength })),
    channels: sizeOf(input),
    flat: true,
  };
  return {
    ...layerGeometry(name, spec, input, output, nothingToLearn),
    kind: 'flatten',
  };
}
