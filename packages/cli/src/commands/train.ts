import type { BackendChoice } from '@axiswise/backend';
import { loadExperiment, trainExperiment } from '@axiswise/experiment';
import { count, duration, mebibytes } from '@axiswise/report';
import { defineCommand } from '../define-command.ts';
import { answer, notice } from '../answer.ts';
import { layerTable } from '../layer-table.ts';
import { chosenOptions } from '../network-options.ts';
import {
  backendOption,
  dataDirOption,
  dataOption,
  dataOptionsOption,
  positiveNumber,
  wholeNumber,
} from '../options.ts';
import { TrainingDisplay } from '../progress.ts';
import { confusionLines, describeScores } from '../scores.ts';

export const trainCommand = defineCommand({
  command: 'train <experiment>',
  describe: 'train, score every test example, write the run directory',
  builder: (yargs) =>
    yargs
      .positional('experiment', { type: 'string', demandOption: true, describe: 'its name' })
      .options({
        strategy: { type: 'string', requiresArg: true, describe: 'what filters do, by name' },
        data: dataOption,
        'data-options': dataOptionsOption,
        'data-dir': dataDirOption,
        seed: wholeNumber('seed', 0, 'decides weights, order and dropout [default: 0]'),
        epochs: wholeNumber('epochs', 1, 'times through the training examples'),
        'batch-size': wholeNumber('batch-size', 1, 'examples a step'),
        'train-examples': wholeNumber('train-examples', 1, 'train on so many examples only'),
        'learning-rate': positiveNumber('learning-rate', 'the full rate of the schedule'),
        backend: backendOption,
        threads: wholeNumber('threads', 1, 'threads of native TensorFlow [default: all cores]'),
        'run-dir': {
          type: 'string',
          requiresArg: true,
          describe: 'where the run is written [default: runs/<experiment>/…, numbered]',
        },
        resume: { type: 'boolean', describe: 'continue the run in the run directory' },
        overwrite: { type: 'boolean', describe: 'replace another run in the run directory' },
        'checkpoint-seconds': wholeNumber(
          'checkpoint-seconds',
          0,
          'seconds between checkpoints within an epoch [default: 30]',
        ),
      })
      .example('$0 train images', 'the embedded digits, about twenty seconds')
      .example('$0 train images --data mnist --epochs 12 --seed 1', 'all of MNIST')
      .example('$0 train images --data ./photos --strategy no-pooling', 'a folder per class'),
  handler: async (args) => {
    const experiment = await loadExperiment(args.experiment);
    const display = new TrainingDisplay();
    const stopInterrupt = explainInterrupt();
    const result = await trainExperiment(experiment, {
      strategy: args.strategy,
      data: args.data,
      dataOptions: args.dataOptions,
      dataDir: args.dataDir,
      seed: args.seed,
      epochs: args.epochs,
      batchSize: args.batchSize,
      trainExamples: args.trainExamples,
      learningRate: args.learningRate,
      options: chosenOptions(experiment, args),
      backend: args.backend as BackendChoice,
      threads: args.threads,
      runDir: args.runDir,
      resume: args.resume,
      overwrite: args.overwrite,
      secondsBetweenCheckpoints: args.checkpointSeconds,
      command: `axiswise ${process.argv.slice(2).join(' ')}`,
      observer: {
        onNotice: notice,
        onNetwork: (network) => notice(`\n${layerTable(network)}\n`),
        onStep: display.onStep,
        onEpoch: display.onEpoch,
      },
    });
    stopInterrupt();
    await answer(
      args,
      result,
      [
        ...confusionLines(result),
        `test accuracy  ${describeScores(result.test, result.testExamples)}`,
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

/** Ctrl-C loses nothing: says how to go on, and ends with the shell's code for an interrupt. */
function explainInterrupt(): () => void {
  const onInterrupt = (): void => {
    process.stderr.write(
      '\ninterrupted; the same call with --resume goes on from the checkpoint\n',
    );
    process.exit(130);
  };
  process.once('SIGINT', onInterrupt);
  return () => process.off('SIGINT', onInterrupt);
}
