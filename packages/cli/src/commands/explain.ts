import type { ComparedNetworks } from '@axiswise/compare/compared-networks';
import { type Budget, strategyNames } from '@axiswise/experiment';
import { connectionsOf, type NetworkGeometry } from '@axiswise/geometry';
import { count, InputError } from '@axiswise/messages';
import { printResult } from '../print-result.ts';
import { defineCommand } from '../define-command.ts';
import { kindsInHelp } from '../kinds-in-help.ts';
import {
  budgetOption,
  experimentPositional,
  scalesOption,
  strategiesOption,
  tuneOption,
} from '../options.ts';
import { comparedNetworksText } from '../compared-networks-text.ts';
import { denseEquivalents } from '../dense-equivalent.ts';
import { layerTable } from '../layer-table.ts';
import { chosenOptions } from '../network-options.ts';
import { chosenNetworkOptions, chosenNetwork, type ChosenNetwork } from '../chosen-network.ts';
import { sharedTrainingOptions, trainingChoices } from '../training-options.ts';

/** The options of `compare` that decide which networks it trains, and how it tunes them. */
const comparisonOptions = {
  strategies: strategiesOption,
  budget: budgetOption('none; parameters with any other option of compare'),
  scales: scalesOption,
  tune: tuneOption,
  epochs: sharedTrainingOptions.epochs,
  'batch-size': sharedTrainingOptions['batch-size'],
  optimizer: sharedTrainingOptions.optimizer,
  'optimizer-options': sharedTrainingOptions['optimizer-options'],
  'learning-rate': sharedTrainingOptions['learning-rate'],
  'best-by': sharedTrainingOptions['best-by'],
} as const;

export default defineCommand({
  epilogue: kindsInHelp,
  builder: (yargs) =>
    yargs
      .positional('experiment', experimentPositional)
      .options({ ...chosenNetworkOptions, ...comparisonOptions })
      .example('$0 explain images', 'the default strategy')
      .example(
        '$0 explain images --strategy slide-height',
        'another strategy: filters that span the width',
      )
      .example(
        '$0 explain images --budget parameters --scales 0.25,1,4',
        'the networks that compare trains with the same options, and how it tunes them',
      ),
  handler: async (args) => {
    const chosen = await chosenNetwork(args);
    const { experiment, data } = chosen;
    const compared = Object.keys(comparisonOptions).some((name) => args[name] !== undefined)
      ? await comparedBy(args, chosen)
      : undefined;
    const { strategy, network } = compared ?? chosen;
    const { names, declarations } = experiment.axes;
    const denses = denseEquivalents(network.layers);
    const expectation = experiment.strategies[strategy]?.expectation;
    await printResult(
      args,
      {
        experiment: experiment.name,
        strategy,
        input: { axes: [...(experiment.dataAxes ?? names), 'channels'], ...data },
        declarations,
        layers: layersOf(network),
        totals: network.totals,
        ...(compared && { compared: documentOf(compared.networks) }),
      },
      [
        experiment.title,
        `strategy: ${strategy} (of ${strategyNames(experiment).join(', ')})`,
        ...(expectation ? [`expected: ${expectation}`] : []),
        '',
        ...names.flatMap((axis) => [
          `${axis}: patterns ${declarations[axis].patternsRecur.answer ? 'recur' : 'do not recur'} ` +
            `(${declarations[axis].patternsRecur.because}); ` +
            `${declarations[axis].subsamplable.answer ? 'may' : 'may not'} be subsampled ` +
            `(${declarations[axis].subsamplable.because})`,
        ]),
        '',
        `input ${[...(experiment.dataAxes ?? names), 'channels'].join('×')} = ${data.shape.join('×')}` +
          (data.vocabularySize
            ? `, one of ${count(data.vocabularySize)} tokens at each position`
            : ''),
        '',
        ...(compared
          ? [comparedNetworksText(compared.networks), '', `${strategy}, layer by layer:`]
          : []),
        layerTable(network),
        '',
        '"receptive field": positions of the input that one output depends on. "dense equivalent": parameters',
        'of a fully connected layer between the same inputs and outputs, biases included.',
        ...(denses.length > 0 ? ['', ...denses] : []),
      ].join('\n'),
    );
  },
});

/** The networks that `compare` would train, and the one of them that is shown layer by layer. */
interface Compared {
  readonly networks: ComparedNetworks;
  readonly strategy: string;
  readonly network: NetworkGeometry;
}

async function comparedBy(
  args: Parameters<typeof trainingChoices>[0] & {
    readonly strategy?: string | undefined;
    readonly strategies?: readonly string[] | undefined;
    readonly budget?: string | undefined;
    readonly scales?: readonly number[] | undefined;
    readonly tune?: number | undefined;
  },
  { experiment, data }: ChosenNetwork,
): Promise<Compared> {
  const { comparedNetworks, mainScale } = await import('@axiswise/compare/compared-networks');
  const networks = comparedNetworks(
    experiment,
    {
      ...trainingChoices(args),
      strategies: args.strategies ?? (args.strategy === undefined ? undefined : [args.strategy]),
      options: chosenOptions(experiment, { ...args }),
      budget: args.budget as Budget | undefined,
      scales: args.scales,
      tune: args.tune,
    },
    data,
  );
  const main = mainScale(networks.scales.map(({ scale }) => scale));
  const { strategies } = networks.scales.find(({ scale }) => scale === main)!;
  const shown = strategies.find(({ name }) => name === (args.strategy ?? strategies[0].name));
  if (!shown) {
    throw new InputError(
      'usage',
      `--strategy must be one of --strategies (${strategies.map(({ name }) => name).join(', ')}), got ` +
        `'${args.strategy}'`,
    );
  }
  return { networks, strategy: shown.name, network: shown.network };
}

const layersOf = ({ layers }: NetworkGeometry): object[] =>
  layers.map((layer) => ({
    name: layer.name,
    kind: layer.kind,
    axes: layer.axes,
    outputShape: layer.outputShape,
    parameters: layer.parameters,
    macs: layer.macs,
    receptiveField: layer.receptiveField,
    denseParameters: layer.denseParameters,
    connections: connectionsOf(layer),
    ...(layer.kind.alongAxes && { alongAxes: layer.kind.alongAxes(layer) }),
  }));

/** As `compare --json` names it, with the layers of every network. */
const documentOf = ({ budget, reference, scales, tuning }: ComparedNetworks): object => ({
  budget: { of: budget, reference },
  scales: scales.map(({ scale, size, strategies }) => ({
    scale,
    size,
    strategies: strategies.map(({ network, ...others }) => ({
      ...others,
      ...network.totals,
      layers: layersOf(network),
    })),
  })),
  tuning,
});
