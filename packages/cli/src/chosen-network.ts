import {
  type DataGeometry,
  defaultStrategy,
  type Experiment,
  geometryOf,
  loadData,
  loadExperiment,
  networkOf,
  sourceOf,
} from '@axiswise/experiment';
import type { NetworkGeometry } from '@axiswise/geometry';
import type { Options } from 'yargs';
import { notice } from './print-result.ts';
import { chosenOptions } from './network-options.ts';
import { ownDataOptions, strategyOption } from './options.ts';

/** The options of commands that look at a network without training it. */
export const chosenNetworkOptions = {
  strategy: strategyOption,
  ...ownDataOptions,
} as const satisfies Record<string, Options>;

/** The network that a call names, and what it is of. */
export interface ChosenNetwork {
  readonly experiment: Experiment;
  readonly strategy: string;
  readonly data: DataGeometry;
  readonly network: NetworkGeometry;
}

/** Derives the network that a call names: for the named data, else for data of the declared shape. */
export async function chosenNetwork(args: {
  readonly experiment: string;
  readonly strategy?: string | undefined;
  readonly data?: string | undefined;
  readonly dataFormat?: string | undefined;
  readonly dataOptions?: Record<string, string> | undefined;
  readonly dataDir?: string | undefined;
}): Promise<ChosenNetwork> {
  const experiment = await loadExperiment(args.experiment);
  const strategy = args.strategy ?? defaultStrategy(experiment);
  const data =
    args.data === undefined
      ? experiment.example
      : await loadData(experiment, sourceOf(experiment, args.data, args.dataFormat), {
          dataDir: args.dataDir,
          dataOptions: args.dataOptions,
          onNotice: notice,
        }).then(geometryOf);
  const network = networkOf(experiment, strategy, data, chosenOptions(experiment, { ...args }));
  return { experiment, strategy, data, network };
}
