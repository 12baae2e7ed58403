import { strategyNames } from '@axiswise/experiment';
import { connectionsOf } from '@axiswise/geometry';
import { count } from '@axiswise/messages';
import { printResult } from '../print-result.ts';
import { defineCommand } from '../define-command.ts';
import { experimentPositional } from '../options.ts';
import { denseEquivalents } from '../dense-equivalent.ts';
import { layerTable } from '../layer-table.ts';
import { chosenNetworkOptions, chosenNetwork } from '../chosen-network.ts';

export default defineCommand({
  builder: (yargs) =>
    yargs
      .positional('experiment', experimentPositional)
      .options(chosenNetworkOptions)
      .example('$0 explain images', 'the default strategy')
      .example(
        '$0 explain images --strategy slide-height',
        'another strategy: filters that span the width',
      ),
  handler: async (args) => {
    const { experiment, strategy, data, network } = await chosenNetwork(args);
    const { names, declarations } = experiment.axes;
    const layers = network.layers.map((layer) => ({
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
    const denses = denseEquivalents(network.layers);
    const expectation = experiment.strategies[strategy]?.expectation;
    await printResult(
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
        layerTable(network),
        '',
        '"receptive field": positions of the input that one output depends on. "dense equivalent": parameters',
        'of a fully connected layer between the same inputs and outputs, biases included.',
        ...(denses.length > 0 ? ['', ...denses] : []),
      ].join('\n'),
    );
  },
});
