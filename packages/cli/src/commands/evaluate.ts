import type { BackendChoice } from '@axiswise/backend';
import { loadExperiment } from '@axiswise/experiment';
import { answer, notice } from '../answer.ts';
import { defineCommand } from '../define-command.ts';
import { backendOption, ownDataOptions } from '../options.ts';
import { confusionLines, describeScores } from '../scores.ts';

export default defineCommand({
  builder: (yargs) =>
    yargs
      .positional('run-dir', { type: 'string', demandOption: true, describe: 'its folder' })
      .options({
        ...ownDataOptions,
        backend: backendOption,
        symmetries: {
          type: 'boolean',
          describe: "also average the answers over the domain's symmetries (the board has eight)",
        },
      })
      .example('$0 evaluate runs/images/slide-both-digits-seed0', 'on the data it was trained for'),
  handler: async (args) => {
    const { evaluateRun } = await import('@axiswise/runner');
    const result = await evaluateRun(args.runDir, {
      data: args.data,
      dataFormat: args.dataFormat,
      dataOptions: args.dataOptions,
      dataDir: args.dataDir,
      symmetries: args.symmetries,
      backend: args.backend as BackendChoice,
      onNotice: notice,
    });
    const experiment = await loadExperiment(result.experiment);
    await answer(
      args,
      result,
      [
        ...confusionLines(result),
        `test accuracy  ${describeScores(result.test, result.testExamples, experiment)} of ${result.data}`,
        ...(result.testOverSymmetries
          ? [
              'averaged over symmetries  ' +
                describeScores(result.testOverSymmetries, result.testExamples, experiment),
            ]
          : []),
      ].join('\n'),
    );
  },
});
