import { InputError, requirePositiveInteger } from '@axiswise/messages';
import { needsUnits } from './features.ts';
import {
  type Activation,
  defineLayerKind,
  type LayerGeometry,
  type LayerSpec,
} from './layer-kind.ts';

/** Every unit is connected with every input. */
export interface DenseSpec extends LayerSpec {
  readonly units: number;
  readonly activation: Activation;
  /**
   * After every update, the weights of a unit with an L2 norm above this are scaled down to it
   * (Hinton et al. 2012; 3 in Kim 2014).
   */
  readonly maxNorm?: number;
}

/** What is derived of a dense layer at its place in a network. */
export type DenseGeometry = LayerGeometry<DenseSpec>;

/** The arithmetic of a dense layer: its shape, its parameters and its words. */
export const denseKind = defineLayerKind<DenseSpec>({
  name: 'dense',
  derive({ units }, { name, input }) {
    needsUnits(name, 'a dense layer', input);
    const parameters = (input.channels + 1) * units;
    return {
      output: { ...input, channels: units },
      parameters,
      macs: input.channels * units,
      denseParameters: parameters,
    };
  },
  describe: ({ spec: { units, activation, maxNorm } }) =>
    `${units} units, ${activation}${maxNorm ? `, norm at most ${maxNorm}` : ''}`,
  width: { of: ({ units }) => units, with: (spec, units) => ({ ...spec, units }) },
  lastActivation: ({ activation }) =>
    activation === 'softmax' || activation === 'linear' ? activation : undefined,
});

/**
 * A fully connected layer.
 *
 * @param options.activation by default a rectifier, `relu`.
 * @param options.maxNorm the largest L2 norm of a unit's weights; by default there is none.
 * @example
 * const { layers } = deriveNetwork(inputOf(pixels, [28, 28, 1]), [flatten(), dense(100)]);
 * layers[1].parameters; // 78500
 */
export function dense(
  units: number,
  options: {
    readonly name?: string;
    readonly activation?: Activation;
    readonly maxNorm?: number;
  } = {},
): DenseSpec {
  requirePositiveInteger('geometry', 'the units of a dense layer', units);
  if (options.maxNorm !== undefined && !(options.maxNorm > 0)) {
    throw new InputError('geometry', `maxNorm must be above 0, got ${options.maxNorm}`);
  }
  return { kind: denseKind, units, activation: 'relu', ...options };
}
