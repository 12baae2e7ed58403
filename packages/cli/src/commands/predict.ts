import type { BackendChoice } from '@axiswise/backend';
import { textTable } from '@axiswise/messages';
import { notice, printResult } from '../print-result.ts';
import { defineCommand } from '../define-command.ts';
import { backendOption, workersOption } from '../options.ts';

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
        demandOption: true,
        describe: 'files to predict: pictures for an image experiment',
      })
      .options({
        backend: backendOption,
        workers: workersOption('that score examples', 'as many as are fastest here'),
      })
      .example(
        '$0 predict runs/images/slide-both-digits-seed0 seven.png',
        'predicts which digit it shows',
      ),
  handler: async (args) => {
    const { predictFiles } = await import('@axiswise/runner');
    const predictions = await predictFiles(args.runDir, args.files, {
      backend: args.backend as BackendChoice,
      workers: args.workers ?? 'fastest',
      onNotice: notice,
    });
    const [first] = predictions;
    await printResult(
      args,
      { predictions: predictions.map(({ prediction }) => prediction) },
      textTable(
        [{ title: 'file' }, ...(first?.cells ?? [])],
        predictions.map(({ prediction: { file, part }, cells }) => [
          part === undefined ? file : `${file}, ${part}`,
          ...cells.map(({ text }) => text),
        ]),
      ),
    );
  },
});
