import {
  deriveNetwork,
  fitToSize,
  type InputGeometry,
  inputOf,
  type LayerSpec,
  type NetworkGeometry,
  type SizedNetwork,
  type SizeMeasure,
} from '@axiswise/geometry';
import type { DataGeometry, Experiment } from './define-experiment.ts';
import { InputError, pickByName } from '@axiswise/messages';
import { optionValues } from './network-options.ts';

/** What all strategies have as much of as the default strategy; `none`: each is as it is declared. */
export type Budget = SizeMeasure | 'none';

export const defaultStrategy = (experiment: Experiment): string =>
  Object.keys(experiment.strategies)[0];

/** The names that a call may give as a strategy: the declared strategies, then the baselines. */
export const strategyNames = (experiment: Experiment): string[] => [
  ...Object.keys(experiment.strategies),
  ...Object.keys(experiment.baselines ?? {}),
];

/**
 * Derives the network of one strategy, or of one baseline, for data of a shape.
 *
 * @param options values of the experiment's options; the others have their defaults.
 */
export function networkOf(
  experiment: Experiment,
  strategyName: string,
  data: DataGeometry,
  options: Readonly<Record<string, number | string>> = {},
): NetworkGeometry {
  const { input, layers } = layersOf(experiment, strategyName, data, options);
  return shuffledAsDeclared(experiment, strategyName, deriveNetwork(input, layers));
}

/**
 * Derives the network of one strategy, scaled to the size of that of the default strategy.
 *
 * @param budget the measure of size; `none` leaves the network as it is declared.
 */
export function sizedNetworkOf(
  experiment: Experiment,
  strategyName: string,
  data: DataGeometry,
  options: Readonly<Record<string, number | string>>,
  budget: Budget,
): SizedNetwork {
  const { input, layers } = layersOf(experiment, strategyName, data, options);
  if (budget === 'none') {
    const network = networkOf(experiment, strategyName, data, options);
    return { network, multiplier: 1, ratio: 1 };
  }
  const reference = networkOf(experiment, defaultStrategy(experiment), data, options);
  const sized = fitToSize(input, layers, { of: budget, size: reference.totals[budget] });
  shuffledAsDeclared(experiment, strategyName, sized.network);
  return sized;
}

function layersOf(
  experiment: Experiment,
  strategyName: string,
  { shape, classes, vocabularySize, vectorsWidth }: DataGeometry,
  options: Readonly<Record<string, number | string>>,
): { input: InputGeometry; layers: readonly LayerSpec[] } {
  const input = inputOf(experiment.axes, shape, {
    ...(experiment.dataAxes && { names: experiment.dataAxes }),
    ...(vocabularySize !== undefined && { vocabularySize }),
  });
  const context = {
    input,
    classes,
    options: optionValues(experiment.options, options),
    ...(vectorsWidth !== undefined && { vectorsWidth }),
  };
  const networks = new Map<string, () => readonly LayerSpec[]>();
  for (const [name, strategy] of Object.entries(experiment.strategies)) {
    networks.set(name, () => experiment.network({ ...context, strategy }));
  }
  for (const [name, network] of Object.entries(experiment.baselines ?? {})) {
    networks.set(name, () => network(context));
  }
  const fail = (message: string): Error => new InputError('experiment', message);
  return { input, layers: pickByName('strategy', strategyName, networks, fail)() };
}

/** @throws InputError where a strategy wants an axis shuffled that the network leaves in its order. */
function shuffledAsDeclared(
  { strategies }: Experiment,
  strategyName: string,
  network: NetworkGeometry,
): NetworkGeometry {
  const isShuffled = (axis: string): boolean =>
    network.layers.some(({ output }) =>
      output.axes.some(({ name, shuffled }) => name === axis && shuffled),
    );
  const ordered = strategies[strategyName]?.shuffled?.find((axis) => !isShuffled(axis));
  if (ordered === undefined) return network;
  throw new InputError(
    'experiment',
    `strategy "${strategyName}" wants "${ordered}" shuffled, but it comes in its own order; give the ` +
      `embedding that adds it { shuffled: true }`,
  );
}
