import {
  deriveNetwork,
  fitToSize,
  flattenKind,
  type InputGeometry,
  inputOf,
  type LayerSpec,
  type NetworkGeometry,
  type SizedNetwork,
  type SizeMeasure,
  sizeTimes,
} from '@axiswise/geometry';
import type { DataGeometry, Experiment } from './define-experiment.ts';
import { InputError, pickByName, requirePositiveNumber } from '@axiswise/messages';
import { taskKindOf } from '@axiswise/training/kinds';
import { optionValues } from './network-options.ts';

/** What all strategies have as much of as the default strategy; `none`: each is as it is declared. */
export type Budget = SizeMeasure | 'none';

/** The size that a network is brought to. */
export interface NetworkSize {
  readonly budget: Budget;
  /** A multiple of the default strategy's size; by default 1. */
  readonly scale?: number | undefined;
}

/** The strategy that a call trains where it names none: the first that is declared. */
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
 * @param size the measure of size, and the multiple; the budget `none` leaves the network as it is declared.
 * @throws InputError where a multiple of no budget is asked for, or one that is not above 0.
 */
export function sizedNetworkOf(
  experiment: Experiment,
  strategyName: string,
  data: DataGeometry,
  options: Readonly<Record<string, number | string>>,
  size: NetworkSize,
): SizedNetwork {
  const target = sizeAskedFor(experiment, data, options, size);
  if (!target) {
    const network = networkOf(experiment, strategyName, data, options);
    return { network, multiplier: 1, ratio: 1 };
  }
  const { input, layers } = layersOf(experiment, strategyName, data, options);
  const sized = fitToSize(input, layers, target);
  shuffledAsDeclared(experiment, strategyName, sized.network);
  return sized;
}

/**
 * The size that all strategies are brought to: that of the default strategy, or a multiple of it
 * ({@link sizeTimes}); undefined for the budget `none`.
 *
 * @throws InputError where a multiple of no budget is asked for, or one that is not above 0.
 */
export function sizeAskedFor(
  experiment: Experiment,
  data: DataGeometry,
  options: Readonly<Record<string, number | string>>,
  { budget, scale = 1 }: NetworkSize,
): { readonly of: SizeMeasure; readonly size: number } | undefined {
  requirePositiveNumber('experiment', 'scale', scale);
  if (budget === 'none') {
    if (scale === 1) return undefined;
    throw new InputError(
      'experiment',
      `${scale} times the budget is asked for, but the budget is none; choose parameters or macs`,
    );
  }
  const reference = networkOf(experiment, defaultStrategy(experiment), data, options);
  return { of: budget, size: sizeTimes(reference, { of: budget, scale }) };
}

function layersOf(
  experiment: Experiment,
  strategyName: string,
  { shape, classes, targets, vocabularySize, vectorsWidth }: DataGeometry,
  options: Readonly<Record<string, number | string>>,
): { input: InputGeometry; layers: readonly LayerSpec[] } {
  const input = inputOf(experiment.axes, shape, {
    ...(experiment.dataAxes && { names: experiment.dataAxes }),
    ...(vocabularySize !== undefined && { vocabularySize }),
  });
  const form = { classes: Array.from({ length: classes }, (_, i) => String(i)), targets };
  const head = taskKindOf(form, experiment).head(form, experiment.axes.names);
  const context = {
    input,
    classes,
    head,
    targetAxes: targets?.axes ?? [],
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
  const layers = pickByName('strategy', strategyName, networks, fail)();
  if (targets && layers.at(-1) !== head.at(-1)) {
    throw fail(
      `the data is for ${targets.task}, but the network of ${experiment.name} ends for classes only; let it ` +
        `end with the head that it is given: network: ({ strategy, head }) => [..., ...head]`,
    );
  }
  if (targets?.axes && layers.some(({ kind }) => kind === flattenKind)) {
    throw fail(
      `the data has a label for each position of ${targets.axes.join(' × ')}, but "${strategyName}" of ` +
        `${experiment.name} flattens its maps; where targetAxes are given, let the network keep these axes up ` +
        `to the head: network: ({ targetAxes, head }) => [..., ...head]`,
    );
  }
  return { input, layers };
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
