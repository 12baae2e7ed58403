import os from 'node:os';
import type { BackendChoice } from '@axiswise/backend';
import { InputError, isInputError, listOr } from '@axiswise/messages';
import { writeComparisonReport, writeDiagnosisReport } from '@axiswise/report';
import { checkAxisNames } from '@axiswise/scaffold';
import { kindsOf } from '@axiswise/training/kinds';
import { defineCommand } from '../define-command.ts';
import { designText } from '../design-text.ts';
import { backendOption, integer, ownDataOptions } from '../options.ts';
import { notice, printResult } from '../print-result.ts';
import { comparisonProgress, countedProgress, trainingProgress } from '../progress.ts';
import { interruptible } from '../training-options.ts';

const stepWords = {
  diagnosis: 'asks the data: small classifiers, which differ in one thing at a time',
  experiment: 'writes the experiment that the data recommends',
  training: 'trains the recommended network',
  comparison: 'compares it with the obvious alternatives',
} as const;

/** Of our own tasks: data that no experiment knows is for one of them. */
const taskNames = [...kindsOf('tasks').keys()];

export default defineCommand({
  builder: (yargs) =>
    yargs
      .options({
        data: {
          type: 'string',
          requiresArg: true,
          demandOption: true,
          describe:
            'path to your own data: a file .npz or .npy of arrays, a folder of pictures, WAV or SGF, a table of ' +
            'sentences, or JSON lines',
        },
        axes: {
          type: 'string',
          requiresArg: true,
          describe:
            'names of the axes of arrays and JSON lines, in the order in which an example holds them, as ' +
            'sensor,time; channels come last and are not named',
          coerce: (words: string | undefined) =>
            words === undefined ? undefined : checkAxisNames(words),
        },
        cyclic: {
          type: 'string',
          requiresArg: true,
          describe:
            'names of the axes whose end lies next to their beginning, as of an angle or the hour of a day, as ' +
            'angle,hour',
          coerce: (words: string | undefined) => words?.split(',').map((word) => word.trim()),
        },
        task: {
          type: 'string',
          requiresArg: true,
          describe: `what the data must be for (${taskNames.join(', ')}), else it is refused [default: what it is for]`,
          coerce: checkTask,
        },
        name: {
          type: 'string',
          requiresArg: true,
          describe: 'name of the experiment [default: from the name of the data]',
        },
        'data-format': ownDataOptions['data-format'],
        'data-options': {
          ...ownDataOptions['data-options'],
          describe:
            'how to read the data, as key=value (pictures: size=32x32; arrays in a file .npy: labels=FILE)',
        },
        seeds: integer(
          'seeds',
          1,
          'number of seeds of each classifier that asks and of each strategy [default: 5 and 4]',
        ),
        tune: integer(
          'tune',
          0,
          'number of configurations that every network tries before its seeds [default: 4]',
        ),
        'train-examples': integer(
          'train-examples',
          1,
          'number of training examples of each classifier that asks [default: 1000]',
        ),
        'test-examples': integer(
          'test-examples',
          1,
          'number of examples that test these, held out of the training data [default: 1000]',
        ),
        epochs: integer(
          'epochs',
          1,
          'number of epochs of everything that is trained [default: 10 or more of classifiers, 20 of the network, ' +
            '10 of each strategy]',
        ),
        jobs: integer('jobs', 1, 'number of trainings at a time [default: all cores]'),
        backend: backendOption,
        overwrite: {
          type: 'boolean',
          describe: 'train again what an earlier call has trained',
        },
      })
      .example(
        '$0 design --data signals.npz --axes sensor,time',
        'arrays x [examples, sensor, time] and y [examples], as of np.savez("signals.npz", x=x, y=y)',
      )
      .example('$0 design --data ./photos', 'your own pictures, a folder for each class')
      .example(
        '$0 design --data questions.tsv --name questions',
        'a label, a tab and a sentence a line; the experiment is experiments/questions',
      )
      .epilogue(
        [
          'Arrays: x and y in one file .npz, or files x.npy and y.npy in a folder. Splits may be given, as',
          'x_train, y_train, x_test and y_test. Labels are integers or texts. Examples of one patient or',
          'machine share a number or a text in an array "groups". Bytes (uint8) are read as 0 to 1.',
          '',
          'The same call goes on where it was interrupted.',
        ].join('\n'),
      ),
  handler: async (args) => {
    const { design, designSteps } = await import('@axiswise/design');
    const designed = await interruptible('the same command continues it', () =>
      design({
        data: args.data,
        dataFormat: args.dataFormat,
        dataOptions: args.dataOptions,
        axes: args.axes,
        cyclic: args.cyclic,
        name: args.name,
        task: args.task,
        seeds: args.seeds,
        tune: args.tune,
        epochs: args.epochs,
        trainExamples: args.trainExamples,
        testExamples: args.testExamples,
        jobs: args.jobs ?? os.availableParallelism(),
        backend: args.backend as BackendChoice,
        overwrite: args.overwrite,
        command: `npx axiswise ${process.argv.slice(2).map(inShell).join(' ')}`,
        observer: {
          onNotice: notice,
          onStep: (step) =>
            notice(
              `\n${designSteps.indexOf(step) + 1} of ${designSteps.length}: ${stepWords[step]}`,
            ),
          onClassifier: countedProgress((done, total) => `${done} of ${total} classifiers trained`),
          training: trainingProgress({}),
          comparison: comparisonProgress(),
        },
      }),
    ).catch((error: unknown) => {
      if (!isInputError(error) || error.code !== 'run-differs') throw error;
      throw new InputError('experiment', error.problem, {
        cause: error,
        remedy: 'replace it with --overwrite, or choose another --name',
      });
    });
    const { comparison, diagnosis, diagnosisDir } = designed;
    const reports = [
      await writeDiagnosisReport(diagnosisDir, diagnosis),
      await writeComparisonReport(comparison.runDir, comparison),
    ].map(({ reportPath }) => reportPath);
    await printResult(
      args,
      { ...designed, reportPath: reports[1], reportPaths: reports },
      `\n${designText(designed)}\n\n${reports.map((each) => `report  ${each}`).join('\n')}`,
    );
    if (comparison.experiments.some(({ failures }) => failures.length > 0)) process.exitCode = 1;
  },
});

function checkTask(task: string | undefined): string | undefined {
  if (task === undefined || taskNames.includes(task)) return task;
  throw new InputError('usage', `--task must be ${listOr(taskNames)}, got '${task}'`);
}

/** A word as one would type it. */
const inShell = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
