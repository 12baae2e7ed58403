import { predictionsText, writePredictionsReport } from '@axiswise/report';
import { defineCommand } from '../define-command.ts';
import { notice, printResult } from '../print-result.ts';

export default defineCommand({
  builder: (yargs) =>
    yargs
      // Elsewhere the last of an option's values counts; here that would drop all files but one.
      .parserConfiguration({ 'duplicate-arguments-array': true })
      .positional('files', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'CSV files of predictions, as packages/predictions/README.md describes them',
      })
      .options({
        metric: {
          type: 'string',
          requiresArg: true,
          describe:
            'metric that ranks the models and is put into words: accuracy, balancedAccuracy, f1Macro, or with ' +
            'probabilities logLoss, expectedCalibrationError, top5Accuracy [default: accuracy]',
        },
        reference: {
          type: 'string',
          requiresArg: true,
          describe: 'model that the others are compared with [default: every two are compared]',
        },
        out: {
          type: 'string',
          requiresArg: true,
          describe: 'folder of the result and the report [default: runs/predictions]',
        },
      })
      .example('$0 compare-predictions resnet.csv forest.csv', 'models that any program trained')
      .example(
        '$0 compare-predictions *.csv --reference forest --metric logLoss',
        'is any of them better calibrated and more accurate than the forest?',
      ),
  handler: async (args) => {
    const { comparePredictions } = await import('@axiswise/compare');
    const comparison = await comparePredictions(args.files, {
      metric: args.metric,
      reference: args.reference,
      runDir: args.out,
      onNotice: notice,
      command: `axiswise ${process.argv.slice(2).join(' ')}`,
    });
    const { reportPath } = await writePredictionsReport(comparison.runDir, comparison);
    await printResult(
      args,
      { ...comparison, reportPath },
      `${predictionsText(comparison)}\n\nreport  ${reportPath}`,
    );
  },
});
