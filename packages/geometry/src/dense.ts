import { InputError } from '@axiswise/messages';
import { type Activation, type Features, layerGeometry, type LayerGeometry } from './layer.ts';

/** Every unit is connected with every input. */
export interface DenseSpec {
  readonly kind: 'dense';
  readonly name?: string;
  readonly units: number;
  readonly activation: Activation;
  /**
   * After every update, the weights of a unit with an L2 norm above this are scaled down to it
   * (Hinton et al. 2012; 3 in Kim 2014).
   */
  readonly maxNorm?: number;
}

export function dense(
  units: number,
  options: {
    readonly name?: string;
    readonly activation?: Activation;
    readonly maxNorm?: number;
  } = {},
): DenseSpec {
  if (!Number.isInteger(units) || units < 1) {
    throw new InputError(
      'geometry',
      `a dense layer has a whole number of units from 1, but ${units} came`,
    );
  }
  if (options.maxNorm !== undefined && !(options.maxNorm > 0)) {
    throw new InputError('geometry', `maxNorm is a number above 0, but ${options.maxNorm} came`);
  }
  return { kind: 'dense', units, activation: 'relu', ...options };
}

export interface DenseGeometry extends LayerGeometry<DenseSpec> {
  readonly kind: 'dense';
}

export function deriveDense(name: string, spec: DenseSpec, input: Features): DenseGeometry {
  if (!input.flat) {
    throw new InputError(
      'geometry',
      `${name}: a dense layer needs a flat input, but axes ` +
        `${input.axes.map((axis) => axis.name).join(', ')} came; put flatten() before it`,
    );
  }
  const parameters = (input.channels + 1) * spec.units;
  const output: Features = { ...input, channels: spec.units };
  return {
    ...layerGeometry(name, spec, input, output, {
      parameters,
      macs: input.channels * spec.units,
      denseParameters: parameters,
    }),
    kind: 'dense',
  };
}
