import type { BackendChoice } from '@axiswise/backend';
import { notice, printResult } from '../print-result.ts';
import { defineCommand } from '../define-command.ts';
import { backendOption, integer, workersOption } from '../options.ts';
import { predictionCsv, predictionTable } from '../prediction-table.ts';

export default defineCommand({
  builder: (yargs) =>
    yargs
      // Elsewhere the last of an option's values counts; here that would drop all names but one.
      .parserConfiguration({ 'duplicate-arguments-array': true })
      .positional('run-dir', {
        type: 'string',
        demandOption: true,
        describe: 'folder of a finished run',
      })
      .positional('files', {
        type: 'string',
        array: true,
        default: [],
        defaultDescription: 'none',
        describe:
          'files to predict (pictures for an image experiment), folders of them, sentences as text in quotation ' +
          'marks, or - for standard input, one a line',
      })
      .options({
        // What a - in the call is read as.
        'standard-input': { type: 'boolean', hidden: true },
        top: integer('top', 1, 'also show the so many most probable classes or labels'),
        probabilities: {
          type: 'boolean',
          describe: 'also show the probability of every class or label',
        },
        csv: {
          type: 'boolean',
          describe: 'print the predictions as CSV, a line for each',
          conflicts: 'json',
        },
        backend: backendOption,
        workers: workersOption('that score examples', 'as many as are fastest here'),
      })
      .example(
        '$0 predict runs/images/slide-both-digits-seed0 seven.png',
        'predicts which digit it shows',
      )
      .example(
        '$0 predict runs/images/slide-both-photos-seed0 ./new-photos --top 3 --csv',
        'all pictures of a folder, for a spreadsheet',
      )
      .example(
        '$0 predict runs/sentences/slide-time-reviews-seed0 "A wonderful film."',
        'a sentence',
      ),
  handler: async (args) => {
    const { predictFiles } = await import('@axiswise/runner');
    const { top, probabilities } = args;
    const named = [...args.files, ...(args.standardInput ? ['-'] : [])];
    const predictions = await predictFiles(args.runDir, named, {
      top,
      probabilities,
      backend: args.backend as BackendChoice,
      workers: args.workers ?? 'fastest',
      onNotice: notice,
    });
    await printResult(
      args,
      { predictions: predictions.map(({ prediction }) => prediction) },
      args.csv
        ? predictionCsv(predictions).trimEnd()
        : predictionTable(predictions, { top, probabilities }),
    );
  },
});
