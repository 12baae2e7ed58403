import { strategyNames } from '@axiswise/experiment';
import { connectionsOf } from '@axiswise/geometry';
import { count } from '@axiswise/report';
import { answer } from '../answer.ts';
import { defineCommand } from '../define-command.ts';
import { densesInWords } from '../dense-in-words.ts';
import { layerTable } from '../layer-table.ts';
import { networkCallOptions, networkOfCall } from '../network-of-call.ts';

export default defineCommand({
  builder: (yargs) =>
    yargs
      .positional('experiment', { type: 'string', demandOption: true, describe: 'its name' })
      .options(networkCallOptions)
      .example('$0 explain images', 'the default strategy')
      .example('$0 explain images --strategy slide-height', 'filters that span the width'),
  handler: async (args) => {
    const { experiment, strategy, data, network } = await networkOfCall(args);
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
    const denses = densesInWords(network.layers);
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
        '"sees": how much of the input one output sees; "dense instead": the weights of a fully connected',
        'layer between the same inputs and outputs, biases included.',
        ...(denses.length > 0 ? ['', ...denses] : []),
      ].join('\n'),
    );
  },
});
