import { InputError } from '@axiswise/messages';
import { type Features, layerGeometry, type LayerGeometry, nothingToLearn } from './layer.ts';

/** While training, sets each value to zero with probability `rate` and scales the others up. */
export interface DropoutSpec {
  readonly kind: 'dropout';
  readonly name?: string;
  readonly rate: number;
}

export function dropout(rate: number, options: { readonly name?: string } = {}): DropoutSpec {
  if (!(rate >= 0 && rate < 1)) {
    throw new InputError(
      'geometry',
      `a dropout rate is a number from 0 to below 1, but ${rate} came`,
    );
  }
  return { kind: 'dropout', rate, ...options };
}

export interface DropoutGeometry extends LayerGeometry<DropoutSpec> {
  readonly kind: 'dropout';
}

export function deriveDropout(name: string, spec: DropoutSpec, input: Features): DropoutGeometry {
  return {
    ...layerGeometry(name, spec, input, input, nothingToLearn),
    kind: 'dropout',
  };
}
