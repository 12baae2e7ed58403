import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BackendChoice } from '@axiswise/backend';
import { writeFileAtomically } from '@axiswise/files';
import type { Diagnosis } from '@axiswise/diagnose';
import { type Experiment, loadExperiment, sourceOf } from '@axiswise/experiment';
import { InputError } from '@axiswise/messages';
import {
  diagnosesText,
  diagnosisText,
  writeDiagnosesReport,
  writeDiagnosisReport,
} from '@axiswise/report';
import { makeFolder, placeOf, resultFile } from '@axiswise/runs';
import { notice, printResult } from '../print-result.ts';
import { defineCommand } from '../define-command.ts';
import { countedProgress } from '../progress.ts';
import { namedExperiments } from '../named-experiments.ts';
import {
  backendOption,
  experimentsPositional,
  integer,
  ownDataOptions,
  positiveNumber,
  threadsOption,
} from '../options.ts';
import { interruptible } from '../training-options.ts';

export default defineCommand({
  builder: (yargs) =>
    yargs
      // Elsewhere the last of an option's values counts; here that would drop all names but one.
      .parserConfiguration({ 'duplicate-arguments-array': true })
      .positional('experiment', experimentsPositional)
      .options({
        ...ownDataOptions,
        seeds: integer('seeds', 1, 'number of seeds for each kind of classifier [default: 5]'),
        'train-examples': integer(
          'train-examples',
          1,
          'number of training examples of each classifier [default: 1000]',
        ),
        'test-examples': integer(
          'test-examples',
          1,
          'number of test examples, held out of the training data [default: 1000]',
        ),
        epochs: integer(
          'epochs',
          1,
          'number of epochs to train [default: 10, more with fewer than 1000 training examples]',
        ),
        tune: integer(
          'tune',
          0,
          'number of learning rates that every network tries on validation examples before its ' +
            'seeds; 0: none, all are trained with the same [default: 4]',
        ),
        jobs: integer(
          'jobs',
          1,
          'number of classifiers trained at a time, one thread each [default: all cores]',
        ),
        margin: positiveNumber(
          'margin',
          'percentage points of accuracy that subsampling may cost [default: 2]',
        ),
        seed: integer('seed', 0, 'first seed of examples, weights and their order [default: 0]'),
        against: {
          type: 'string',
          requiresArg: true,
          describe:
            'comparison to check the verdicts against: its folder or comparison.json [default: what compare ' +
            'wrote for this experiment and data, if it is there]',
        },
        backend: backendOption,
        threads: threadsOption,
        'run-dir': {
          type: 'string',
          requiresArg: true,
          describe:
            'folder of the report [default: runs/<experiment>/diagnose-<data>; of several experiments ' +
            'runs/diagnose]',
        },
        overwrite: {
          type: 'boolean',
          describe: 'train classifiers again that an earlier call has trained',
        },
      })
      .example(
        '$0 diagnose images',
        'the generated digits, some minutes; goes on where it was interrupted',
      )
      .example('$0 diagnose images --data ./photos', 'your own pictures, a folder for each class')
      .example(
        '$0 diagnose all',
        'every experiment of Axiswise, beside its comparison if there is one',
      ),
  handler: async (args) => {
    const { diagnose, diagnosisFile, findComparison } = await import('@axiswise/diagnose');
    const names = namedExperiments(args.experiment);
    const experiments = await Promise.all(names.map(loadExperiment));
    const several = experiments.length > 1;
    if (several && args.data !== undefined) {
      throw new InputError(
        'experiment',
        `--data belongs to one experiment, but ${experiments.length} are diagnosed; name one`,
      );
    }
    const folderOf = ({ name, sources }: Experiment): string =>
      placeOf({ kind: 'diagnosis', experiment: name, data: args.data ?? sources[0].name });
    const all = args.runDir ?? placeOf({ kind: 'joint diagnosis' });
    const folders = experiments.map((experiment) =>
      several && args.runDir !== undefined
        ? path.join(args.runDir, experiment.name)
        : (args.runDir ?? folderOf(experiment)),
    );
    [...folders, ...(several ? [all] : [])].forEach(refuseTrainingRun);
    // Of all of them before the first is diagnosed, which takes minutes.
    for (const experiment of experiments) {
      const source = sourceOf(experiment, args.data, args.dataFormat);
      const of = {
        experiment: experiment.name,
        data: args.data ?? source.name,
        source: source.name,
      };
      if (args.against !== undefined) await findComparison(of, { against: args.against });
    }
    for (const folder of [...folders, ...(several ? [all] : [])]) await makeFolder(folder);

    const diagnoses: (Diagnosis & { readonly reportPath: string })[] = [];
    for (const [i, experiment] of experiments.entries()) {
      if (several) notice(`${experiment.name}, ${i + 1} of ${experiments.length}`);
      const diagnosis = await interruptible('the same command continues it', () =>
        diagnose(experiment, {
          data: args.data,
          dataFormat: args.dataFormat,
          dataOptions: args.dataOptions,
          dataDir: args.dataDir,
          seeds: args.seeds,
          trainExamples: args.trainExamples,
          testExamples: args.testExamples,
          epochs: args.epochs,
          tune: args.tune,
          jobs: args.jobs ?? os.availableParallelism(),
          runDir: folders[i],
          overwrite: args.overwrite,
          margin: args.margin === undefined ? undefined : args.margin / 100,
          seed: args.seed,
          against: args.against,
          backend: args.backend as BackendChoice,
          threads: args.threads,
          command: `axiswise ${process.argv.slice(2).join(' ')}`,
          onNotice: notice,
          onTrial: countedProgress((done, total) => `${done} of ${total} classifiers trained`),
        }),
      );
      await writeJson(diagnosisFile(folders[i]), diagnosis);
      const { reportPath, withoutPng } = await writeDiagnosisReport(folders[i], diagnosis);
      if (withoutPng !== undefined) notice(withoutPng);
      diagnoses.push({ ...diagnosis, reportPath });
    }
    if (!several) {
      const [{ reportPath }] = diagnoses;
      const text = `\n${diagnosisText(diagnoses[0])}\n\nreport  ${reportPath}`;
      await printResult(args, diagnoses[0], text);
      if (diagnoses[0].comparison === null) {
        notice(
          `axiswise compare ${experiments[0].name} makes a comparison to check the verdicts against; ` +
            '--against names one elsewhere',
        );
      }
      return;
    }
    await writeJson(path.join(all, resultFile['joint diagnosis']), {
      format: 1,
      experiments: diagnoses,
    });
    const { reportPath } = await writeDiagnosesReport(all, diagnoses);
    const reports = [reportPath, ...diagnoses.map((each) => each.reportPath)];
    await printResult(
      args,
      { experiments: diagnoses, reportPath },
      `\n${diagnosesText(diagnoses)}\n\n${reports.map((each) => `report  ${each}`).join('\n')}`,
    );
  },
});

function refuseTrainingRun(folder: string): void {
  if (!existsSync(path.join(folder, resultFile.run))) return;
  throw new InputError(
    'experiment',
    `${folder} holds a training run, and a diagnosis does not replace it; choose another --run-dir`,
  );
}

const writeJson = (file: string, content: object): Promise<void> =>
  writeFileAtomically(file, `${JSON.stringify(content, null, 2)}\n`);
