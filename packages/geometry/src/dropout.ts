import { InputError } from '@axiswise/messages';
import { defineLayerKind, type LayerGeometry, type LayerSpec } from './layer-kind.ts';

/** While training, sets each value to zero with probability `rate` and scales the others up. */
export interface DropoutSpec extends LayerSpec {
  readonly rate: number;
}

/** What is derived of dropout at its place in a network. */
export type DropoutGeometry = LayerGeometry<DropoutSpec>;

/** The arithmetic of dropout: its shape, its parameters and its words. */
export const dropoutKind = defineLayerKind<DropoutSpec>({
  name: 'dropout',
  derive: (_spec, { input }) => ({ output: input }),
  describe: ({ spec }) => `drops ${spec.rate * 100} % while training`,
  width: 'as-input',
  partOfLayerBefore: true,
});

/** Dropout (Srivastava et al. 2014, inverted). */
export function dropout(rate: number, options: { readonly name?: string } = {}): DropoutSpec {
  if (!(rate >= 0 && rate < 1)) {
    throw new InputError('geometry', `a dropout rate must be from 0 to below 1, got ${rate}`);
  }
  return { kind: dropoutKind, rate, ...options };
}
