import { loadExperiment } from '@axiswise/experiment';
import { count, percent, textTable } from '@axiswise/report';
import { answer, notice } from '../answer.ts';
import { defineCommand } from '../define-command.ts';
import { describeScores } from '../scores.ts';
import { interruptible, trainingCall, trainingOptions } from '../training-options.ts';

export default defineCommand({
  builder: (yargs) =>
    yargs
      .positional('experiment', { type: 'string', demandOption: true, describe: 'its name' })
      .options({
        ...trainingOptions,
        folds: {
          type: 'string',
          requiresArg: true,
          describe: 'only these, as a,b,c [default: all that the data has]',
        },
        'run-dir': {
          type: 'string',
          requiresArg: true,
          describe: 'where the runs are written, a folder a fold [default: runs/<experiment>/…]',
        },
      })
      .option('overwrite', {
        type: 'boolean',
        describe: 'train finished folds anew instead of reading what they found',
      })
      .example('$0 cross-validate sentences --data rt-polarity', 'ten folds, as the field does')
      .example('$0 cross-validate spectrograms --data fsdd', 'leaves one speaker out in turn'),
  handler: async (args) => {
    const { crossValidate } = await import('@axiswise/runner');
    const experiment = await loadExperiment(args.experiment);
    const result = await interruptible('the same call goes on from there', () =>
      crossValidate(experiment, {
        ...trainingCall(experiment, args),
        ...(args.folds !== undefined && { folds: args.folds.split(',') }),
        ...(args.runDir !== undefined && { runDir: args.runDir }),
        overwrite: args.overwrite,
        onFold: (fold, { test, testExamples }) =>
          notice(`fold ${fold}: ${describeScores(test, testExamples, experiment)}`),
      }),
    );
    const { mean, standardDeviation, low, high } = result.accuracy;
    await answer(
      args,
      result,
      [
        '',
        textTable(
          [
            { title: 'fold' },
            { title: 'examples', align: 'right' },
            { title: 'accuracy', align: 'right' },
            { title: 'run' },
          ],
          result.folds.map(({ fold, testExamples, test, runDir }) => [
            fold,
            count(testExamples),
            percent(test.accuracy),
            runDir,
          ]),
        ),
        '',
        `mean accuracy  ${percent(mean)}` +
          (standardDeviation === null
            ? ''
            : `, standard deviation over the folds ${percent(standardDeviation)}`),
        `of all ${count(result.testExamples)} examples  95 % interval ${percent(low)} to ${percent(high)}`,
      ].join('\n'),
    );
  },
});
