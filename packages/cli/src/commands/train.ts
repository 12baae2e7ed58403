import { loadExperiment } from '@axiswise/experiment';
import { count, duration, mebibytes } from '@axiswise/messages';
import type { TrainExperimentResult } from '@axiswise/runner';
import { notice, printResult } from '../print-result.ts';
import { defineCommand } from '../define-command.ts';
import { kindsInHelp } from '../kinds-in-help.ts';
import { experimentPositional, workersOption } from '../options.ts';
import { findLearningRates } from '../learning-rates.ts';
import { layerTable } from '../layer-table.ts';
import { classLines, confusionLines, otherScores, scoresLine } from '../scores.ts';
import { sizeLines } from '../size-lines.ts';
import { interruptible, trainingCall, trainingOptions } from '../training-options.ts';

export default defineCommand({
  epilogue: kindsInHelp,
  builder: (yargs) =>
    yargs
      .positional('experiment', experimentPositional)
      .options({
        ...trainingOptions,
        workers: workersOption(
          'between which each batch is divided',
          'as many as are fastest here; 1 with --threads',
        ),
        'run-dir': {
          type: 'string',
          requiresArg: true,
          describe: 'folder of the run [default: runs/<experiment>/…, numbered]',
        },
        resume: { type: 'boolean', describe: 'continue the run in --run-dir' },
        overwrite: { type: 'boolean', describe: 'replace the run in --run-dir' },
        'find-learning-rate': {
          type: 'boolean',
          describe:
            'instead of training, try learning rates from 1e-6 to 10, draw the loss and suggest one',
          conflicts: ['resume', 'overwrite', 'log', 'learning-rate'],
        },
        log: {
          type: 'string',
          array: true,
          requiresArg: true,
          describe:
            'also log to tensorboard (in the run directory), tensorboard=<folder> or mlflow=<url>',
        },
      })
      .example('$0 train images', 'the embedded digits, about twenty seconds')
      .example('$0 train images --data mnist --epochs 12 --seed 1', 'all of MNIST')
      .example('$0 train images --optimizer sgd --find-learning-rate', 'a learning rate for SGD')
      .example(
        '$0 train images --data ./photos --strategy no-pooling',
        'your own pictures, a folder for each class',
      ),
  handler: async (args) => {
    const { trainExperiment } = await import('@axiswise/runner');
    const experiment = await loadExperiment(args.experiment);
    const call = trainingCall(experiment, args);
    if (args.findLearningRate) return findLearningRates(experiment, args, call);
    const loggers = args.log && (await openLogs(args.log));
    const { onStart, onEpoch: logEpoch, onTest } = loggers?.observer ?? {};
    let result: TrainExperimentResult | undefined;
    try {
      result = await interruptible(
        'the same command with --resume continues from the last checkpoint',
        () =>
          trainExperiment(experiment, {
            ...call,
            // One who chooses native threads wants these to divide the work.
            workers: call.workers ?? (args.threads === undefined ? 'fastest' : undefined),
            runDir: args.runDir,
            resume: args.resume,
            overwrite: args.overwrite,
            observer: {
              ...call.observer,
              onNetwork: (network) => notice(`\n${layerTable(network)}\n`),
              onStart,
              onTest,
              onEpoch: async (metrics, history, weights) => {
                await call.observer?.onEpoch?.(metrics, history, weights);
                await logEpoch?.(metrics, history, weights);
              },
            },
          }),
      );
    } finally {
      await loggers?.end(result);
    }
    await printResult(
      args,
      result,
      [
        ...confusionLines(result),
        ...sizeLines(result.sized),
        ...classLines(result),
        scoresLine(result.test, result.testExamples, result, { own: experiment }),
        ...otherScores(result.test, experiment),
        `trained        ${result.epochs} epochs of ${count(result.trainExamples)} examples in ` +
          `${duration(result.seconds)}, ${count(result.examplesPerSecond)} examples/s on ` +
          `${result.backend}, at most ${mebibytes(result.peakMemoryBytes)}`,
        `run            ${result.runDir}`,
        `model          ${result.modelDir}/model.json`,
        `weights        sha256 ${result.weightsSha256}`,
      ].join('\n'),
    );
  },
});

async function openLogs(words: readonly string[]) {
  const { openLoggers } = await import('@axiswise/logging');
  return openLoggers(words, notice, {
    drawPng: async (svg) => (await import('@axiswise/report')).drawPng(svg),
  });
}
