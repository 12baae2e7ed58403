import {
  defaultStrategy,
  geometryOf,
  loadData,
  loadExperiment,
  networkOf,
  sourceOf,
  strategyNames,
} from '@axiswise/experiment';
import { count } from '@axiswise/report';
import { answer, notice } from '../answer.ts';
import { defineCommand } from '../define-command.ts';
import { layerTable } from '../layer-table.ts';
import { chosenOptions } from '../network-options.ts';
import { dataDirOption, dataOption, dataOptionsOption } from '../options.ts';

export const explainCommand = defineCommand({
  command: 'explain <experiment>',
  describe: 'what the geometry means, without training',
  builder: (yargs) =>
    yargs
      .positional('experiment', { type: 'string', demandOption: true, describe: 'its name' })
      .options({
        strategy: { type: 'string', requiresArg: true, describe: 'what filters do, by name' },
        data: dataOption,
        'data-options': dataOptionsOption,
        'data-dir': dataDirOption,
      })
      .example('$0 explain images', 'the default strategy')
      .example('$0 explain images --strategy slide-height', 'filters that span the width'),
  handler: async (args) => {
    const experiment = await loadExperiment(args.experiment);
    const strategy = args.strategy ?? defaultStrategy(experiment);
    const data =
      args.data === undefined
        ? experiment.example
        : await loadData(experiment, sourceOf(experiment, args.data), {
            dataDir: args.dataDir,
            dataOptions: args.dataOptions,
            onNotice: notice,
          }).then(geometryOf);
    const network = networkOf(experiment, strategy, data, chosenOptions(experiment, args));
    const { names, declarations } = experiment.axes;
    const layers = network.layers.map(
      ({ name, kind, axes, outputShape, parameters, macs, receptiveField, denseParameters }) => ({
        name,
        kind,
        axes,
        outputShape,
        parameters,
        macs,
        receptiveField,
        denseParameters,
      }),
    );
    const expectation = experiment.strategies[strategy]?.expectation;
    await answer(
      args,
      {
        experiment: experiment.name,
        strategy,
        input: { axes: [...(experiment.dataAxes ?? names), 'channels'], ...data },
        declarations,
        layers,
        totals: network.totals,
      },
      [
        `${experiment.title}; strategy ${strategy} of: ${strategyNames(experiment).join(', ')}`,
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
          (data.symbols ? `, one of ${count(data.symbols)} symbols at each position` : ''),
        '',
        layerTable(network),
        '',
        '"sees": how much of the input one output sees; "dense instead": the parameters of a fully',
        'connected layer between the same inputs and outputs.',
      ].join('\n'),
    );
  },
});
