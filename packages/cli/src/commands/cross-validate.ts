import { loadExperiment } from '@axiswise/experiment';
import { count, percent, textTable } from '@axiswise/messages';
import { formatMetric, taskKindOf } from '@axiswise/training/kinds';
import { notice, printResult } from '../print-result.ts';
import { defineCommand } from '../define-command.ts';
import { kindsInHelp } from '../kinds-in-help.ts';
import { experimentPositional } from '../options.ts';
import { beginning, describeScores } from '../scores.ts';
import { interruptible, trainingCall, trainingOptions } from '../training-options.ts';

export default defineCommand({
  epilogue: kindsInHelp,
  builder: (yargs) =>
    yargs
      .positional('experiment', experimentPositional)
      .options({
        ...trainingOptions,
        folds: {
          type: 'string',
          requiresArg: true,
          describe:
            'folds to test on, as a,b,c [default: all that the data has; your own has ten, or ' +
            '--data-options folds=COUNT]',
        },
        'run-dir': {
          type: 'string',
          requiresArg: true,
          describe: 'folder of the runs, one in it for each fold [default: runs/<experiment>/…]',
        },
      })
      .option('overwrite', {
        type: 'boolean',
        describe: 'train finished folds again',
      })
      .example(
        '$0 cross-validate sentences --data rt-polarity',
        'ten folds, as is usual for these data',
      )
      .example(
        '$0 cross-validate images --data ./photos --data-options folds=5',
        'your own pictures, each class in each of five folds',
      )
      .example('$0 cross-validate spectrograms --data fsdd', 'leaves out one speaker at a time'),
  handler: async (args) => {
    const { crossValidate } = await import('@axiswise/runner');
    const experiment = await loadExperiment(args.experiment);
    const result = await interruptible('the same command continues it', () =>
      crossValidate(experiment, {
        ...trainingCall(experiment, args),
        ...(args.folds !== undefined && { folds: args.folds.split(',') }),
        ...(args.runDir !== undefined && { runDir: args.runDir }),
        overwrite: args.overwrite,
        onFold: (fold, result) =>
          notice(
            `fold ${fold}: ${describeScores(result.test, result.testExamples, result, experiment)}`,
          ),
      }),
    );
    const { headline, metrics } = taskKindOf({ targets: result.targets }, experiment);
    const metric = metrics[headline];
    const written = (value: number): string => formatMetric(metric, value, result.targets);
    const { mean, standardDeviation } = result.headline!;
    const { accuracy } = result;
    await printResult(
      args,
      result,
      [
        '',
        textTable(
          [
            { title: 'fold' },
            { title: 'examples', align: 'right' },
            { title: metric.describe, align: 'right' },
            { title: 'run' },
          ],
          result.folds.map(({ fold, testExamples, test, runDir }) => [
            fold,
            count(testExamples),
            written(test[headline]!),
            runDir,
          ]),
        ),
        '',
        `${beginning('mean', metric)}${written(mean)}` +
          (standardDeviation === null
            ? ''
            : `, standard deviation over the folds ${written(standardDeviation)}`),
        ...(accuracy
          ? [
              `95 % interval  ${percent(accuracy.low)} to ${percent(accuracy.high)}, over all ` +
                `${count(result.testExamples)} test examples`,
            ]
          : []),
      ].join('\n'),
    );
  },
});
