import { existsSync } from 'node:fs';
import { dataDirectory } from '@axiswise/files';
import type { Dataset, Source } from '@axiswise/data';
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

/** What all strategies are as large as the default strategy in; `none`: each as it is declared. */
export type Budget = SizeMeasure | 'none';

const fail = (message: string): Error => new InputError('experiment', message);

export const defaultStrategy = (experiment: Experiment): string =>
  Object.keys(experiment.strategies)[0];

/** The names that `--strategy` takes: the declared strategies, then the baselines. */
export const strategyNames = (experiment: Experiment): string[] => [
  ...Object.keys(experiment.strategies),
  ...Object.keys(experiment.baselines ?? {}),
];

/**
 * Derives the network of one strategy, or of one baseline, for data of a shape.
 *
 * @param options what the call chooses of the experiment's options.
 */
export function networkOf(
  experiment: Experiment,
  strategyName: string,
  data: DataGeometry,
  options: Readonly<Record<string, number | string>> = {},
): NetworkGeometry {
  const { input, layers } = layersOf(experiment, strategyName, data, options);
  return deriveNetwork(input, layers);
}

/**
 * Derives the network of one strategy as large as that of the default strategy.
 *
 * @param budget what is to be equal; `none` leaves every network as it is declared.
 */
export function sizedNetworkOf(
  experiment: Experiment,
  strategyName: string,
  data: DataGeometry,
  options: Readonly<Record<string, number | string>>,
  budget: Budget,
): SizedNetwork {
  const { input, layers } = layersOf(experiment, strategyName, data, options);
  if (budget === 'none') return { network: deriveNetwork(input, layers), multiplier: 1, ratio: 1 };
  const reference = networkOf(experiment, defaultStrategy(experiment), data, options);
  return fitToSize(input, layers, { of: budget, size: reference.totals[budget] });
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
  return { input, layers: pickByName('strategy', strategyName, networks, fail)() };
}

/** The source that `--data` names, or the user's own data where it is a path. */
export function sourceOf(experiment: Experiment, data: string | undefined): Source {
  if (data === undefined) return experiment.sources[0];
  const sources = new Map(experiment.sources.map((source) => [source.name, source]));
  if (!sources.has(data)) {
    if (existsSync(data)) return experiment.ownData(data);
    if (/[/\\]/.test(data)) {
      throw new InputError('experiment', `there is no folder or file ${data}; check --data`);
    }
  }
  return pickByName('data', data, sources, fail);
}

/** What of a data set decides the network. */
export const geometryOf = ({ shape, classes, vocabularySize, vectors }: Dataset): DataGeometry => ({
  shape,
  classes: classes.length,
  vocabularySize,
  vectorsWidth: vectors?.width,
});

/** How a source is read, as on the command line. */
export interface LoadOptions {
  readonly dataDir?: string | undefined;
  readonly dataOptions?: Readonly<Record<string, string>> | undefined;
  readonly seed?: number;
  /** The encoding of a trained run, by which the data is to be read. */
  readonly encoding?: unknown;
  readonly onNotice?: ((line: string) => void) | undefined;
}

/** Loads the data of a source, which must have the experiment's axes. */
export async function loadData(
  experiment: Experiment,
  source: Source,
  { dataDir, dataOptions = {}, seed = 0, encoding, onNotice }: LoadOptions,
): Promise<Dataset> {
  const dataset = await source.load({
    dataDir: dataDirectory(dataDir),
    seed,
    options: dataOptions,
    encoding,
    ...(onNotice && { onProgress: onNotice }),
  });
  const expected = (experiment.dataAxes ?? experiment.axes.names).join(', ');
  if (dataset.axes.join(', ') !== expected) {
    throw new InputError(
      'experiment',
      `the data "${dataset.name}" has the axes ${dataset.axes.join(', ')}, but ` +
        `${experiment.name} works on ${expected}`,
    );
  }
  return dataset;
}
