import type { BackendChoice } from '@axiswise/backend';
import { loadExperiment } from '@axiswise/experiment';
import { notice, printResult } from '../print-result.ts';
import { defineCommand } from '../define-command.ts';
import { backendOption, ownDataOptions, workersOption } from '../options.ts';
import { classLines, confusionLines, describeScores, otherScores, scoresLine } from '../scores.ts';

export default defineCommand({
  builder: (yargs) =>
    yargs
      .positional('run-dir', {
        type: 'string',
        demandOption: true,
        describe: 'folder of a finished run',
      })
      .options({
        ...ownDataOptions,
        backend: backendOption,
        workers: workersOption('that score batches', 'as many as are fastest here'),
        symmetries: {
          type: 'boolean',
          describe: "also average predictions over the domain's symmetries (a board has eight)",
        },
        predictions: {
          type: 'string',
          requiresArg: true,
          describe: 'CSV file for the predictions, with the probabilities of the classes',
        },
      })
      .example(
        '$0 evaluate runs/images/slide-both-digits-seed0',
        'on the test data of its training',
      )
      .example(
        '$0 evaluate runs/images/slide-both-photos-seed0 --data ./new-photos',
        'on all pictures of a folder per class',
      )
      .example(
        '$0 evaluate runs/images/slide-both-digits-seed0 --predictions digits.csv',
        'also what it predicts for each example',
      ),
  handler: async (args) => {
    const { evaluateRun } = await import('@axiswise/runner');
    const result = await evaluateRun(args.runDir, {
      data: args.data,
      dataFormat: args.dataFormat,
      dataOptions: args.dataOptions,
      dataDir: args.dataDir,
      symmetries: args.symmetries,
      predictions: args.predictions,
      backend: args.backend as BackendChoice,
      workers: args.workers ?? 'fastest',
      onNotice: notice,
    });
    const experiment = await loadExperiment(result.experiment);
    await printResult(
      args,
      result,
      [
        ...confusionLines(result),
        ...classLines(result),
        `${scoresLine(result.test, result.testExamples, result, { own: experiment })} of ${result.data}`,
        ...otherScores(result.test, experiment),
        ...(result.testOverSymmetries
          ? [
              'averaged over symmetries  ' +
                describeScores(result.testOverSymmetries, result.testExamples, result, experiment),
            ]
          : []),
        ...(result.predictions === undefined ? [] : [`predictions    ${result.predictions}`]),
      ].join('\n'),
    );
  },
});
