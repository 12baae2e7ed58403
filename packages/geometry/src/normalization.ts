import { InputError } from '@axiswise/messages';
import { type Features, needsNumbers, sizeOf } from './features.ts';
import type { LayerGeometry, LayerPlace, LayerSpec } from './layer-kind.ts';

/** What every normalisation is told. */
export interface NormalizationSpec extends LayerSpec {
  /** Added to the variance, so that nothing is divided by zero. */
  readonly epsilon: number;
}

/** What a normalisation derives: each channel is then multiplied by a number and another one is added. */
export function normalized<Spec extends LayerSpec>(
  { name, input }: LayerPlace,
  what: string,
): Pick<LayerGeometry<Spec>, 'output' | 'parameters' | 'macs'> {
  needsNumbers(name, what, input);
  return { output: input, parameters: 2 * input.channels, macs: sizeOf(input) };
}

/**
 * @throws InputError where a mean over positions would count some behind the end of an example, which are
 *   there because other examples are longer.
 */
export function needsPositionsOfExample(name: string, { flat, axes }: Features): void {
  const padded = axes.find(({ mayBePadding, length }) => mayBePadding && length > 1);
  if (flat || !padded) return;
  throw new InputError(
    'geometry',
    `${name}: a mean over ${padded.name} would count positions behind the end of an example, which are ` +
      `there because others are longer; take layerNormalization(), or put it behind ` +
      `globalPooling(['${padded.name}'])`,
  );
}

/** @throws InputError where epsilon is not above zero. */
export function requireEpsilon(epsilon: number): void {
  if (epsilon > 0 && Number.isFinite(epsilon)) return;
  throw new InputError('geometry', `epsilon must be a number above 0, got ${epsilon}`);
}
