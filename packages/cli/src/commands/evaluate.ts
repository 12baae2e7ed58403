import type { BackendChoice } from '@axiswise/backend';
import { evaluateRun } from '@axiswise/experiment';
import { confusionTable, count, percent } from '@axiswise/report';
import { answer, notice } from '../answer.ts';
import { defineCommand } from '../define-command.ts';
import { backendOption, dataDirOption, dataOption, dataOptionsOption } from '../options.ts';

export const evaluateCommand = defineCommand({
  command: 'evaluate <run-dir>',
  describe: 'score a finished run, with its confusion matrix',
  builder: (yargs) =>
    yargs
      .positional('run-dir', { type: 'string', demandOption: true, describe: 'its folder' })
      .options({
        data: dataOption,
        'data-options': dataOptionsOption,
        'data-dir': dataDirOption,
        backend: backendOption,
      })
      .example('$0 evaluate runs/images/slide-both-digits-seed0', 'on the data it was trained for'),
  handler: async (args) => {
    const result = await evaluateRun(args.runDir, {
      data: args.data,
      dataOptions: args.dataOptions,
      dataDir: args.dataDir,
      backend: args.backend as BackendChoice,
      onNotice: notice,
    });
    await answer(
      args,
      result,
      [
        confusionTable(result.classes, result.confusion),
        '',
        `test accuracy  ${percent(result.test.accuracy)} of ${count(result.testExamples)} examples` +
          ` of ${result.data} (loss ${result.test.loss.toFixed(4)})`,
      ].join('\n'),
    );
  },
});
