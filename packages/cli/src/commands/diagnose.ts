import { existsSync } from 'node:fs';
import path from 'node:path';
import type { BackendChoice } from '@axiswise/backend';
import { writeFileAtomically } from '@axiswise/data';
import { diagnose, ExperimentError, loadExperiment } from '@axiswise/experiment';
import { diagnosisText, writeDiagnosisReport } from '@axiswise/report';
import { answer, notice } from '../answer.ts';
import { defineCommand } from '../define-command.ts';
import { DiagnosisDisplay } from '../diagnosis-display.ts';
import {
  backendOption,
  dataDirOption,
  dataOption,
  dataOptionsOption,
  positiveNumber,
  wholeNumber,
} from '../options.ts';
import { interruptible } from '../training-options.ts';

export const diagnoseCommand = defineCommand({
  command: 'diagnose <experiment>',
  describe: 'ask the data: does each axis deserve sliding, and subsampling?',
  builder: (yargs) =>
    yargs
      .positional('experiment', { type: 'string', demandOption: true, describe: 'its name' })
      .options({
        data: dataOption,
        'data-options': dataOptionsOption,
        'data-dir': dataDirOption,
        seeds: wholeNumber('seeds', 1, 'classifiers of each kind [default: 5]'),
        'train-examples': wholeNumber(
          'train-examples',
          1,
          'each classifier is trained on so many [default: 1000]',
        ),
        'test-examples': wholeNumber(
          'test-examples',
          1,
          'score so many, held out of the training part [default: 1000]',
        ),
        epochs: wholeNumber('epochs', 1, 'times through the training examples [default: 10]'),
        margin: positiveNumber(
          'margin',
          'points of accuracy that may be lost without being a loss [default: 2]',
        ),
        seed: wholeNumber('seed', 0, 'decides examples, weights and order [default: 0]'),
        backend: backendOption,
        threads: wholeNumber('threads', 1, 'threads of native TensorFlow [default: all cores]'),
        'run-dir': {
          type: 'string',
          requiresArg: true,
          describe: 'where the report is written [default: runs/<experiment>/diagnose-<data>]',
        },
        overwrite: {
          type: 'boolean',
          describe: 'take the place of an earlier diagnosis (it always does)',
          hidden: true,
        },
      })
      .example('$0 diagnose images', 'the embedded digits, about two minutes')
      .example('$0 diagnose images --data ./photos', 'your own, a folder per class'),
  handler: async (args) => {
    const experiment = await loadExperiment(args.experiment);
    const data = path.basename(args.data ?? experiment.sources[0].name).replace(/[^\w.-]/g, '_');
    const runDir = args.runDir ?? path.join('runs', experiment.name, `diagnose-${data}`);
    if (existsSync(path.join(runDir, 'run.json'))) {
      throw new ExperimentError(
        `${runDir} holds a training run, which a diagnosis is not written into; choose another --run-dir`,
      );
    }
    const display = new DiagnosisDisplay();
    const diagnosis = await interruptible('nothing was written', () =>
      diagnose(experiment, {
        data: args.data,
        dataOptions: args.dataOptions,
        dataDir: args.dataDir,
        seeds: args.seeds,
        trainExamples: args.trainExamples,
        testExamples: args.testExamples,
        epochs: args.epochs,
        margin: args.margin === undefined ? undefined : args.margin / 100,
        seed: args.seed,
        backend: args.backend as BackendChoice,
        threads: args.threads,
        command: `axiswise ${process.argv.slice(2).join(' ')}`,
        onNotice: notice,
        onTrial: display.onTrial,
      }),
    );
    await writeFileAtomically(
      path.join(runDir, 'diagnosis.json'),
      `${JSON.stringify(diagnosis, null, 2)}\n`,
    );
    const { reportPath, withoutPng } = await writeDiagnosisReport(runDir, diagnosis);
    if (withoutPng !== undefined) notice(withoutPng);
    await answer(
      args,
      { ...diagnosis, reportPath },
      `\n${diagnosisText(diagnosis)}\n\nreport  ${reportPath}`,
    );
  },
});
