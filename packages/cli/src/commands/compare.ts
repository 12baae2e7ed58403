import type { BackendChoice } from '@axiswise/backend';
import { type Budget, type Experiment, loadExperiment } from '@axiswise/experiment';
import { comparisonText, writeComparisonReport } from '@axiswise/report';
import { printResult } from '../print-result.ts';
import { comparisonProgress } from '../progress.ts';
import { defineCommand } from '../define-command.ts';
import { kindsInHelp } from '../kinds-in-help.ts';
import { namedExperiments } from '../named-experiments.ts';
import { chosenOptions } from '../network-options.ts';
import {
  budgetOption,
  experimentsPositional,
  integer,
  scalesOption,
  strategiesOption,
  tuneOption,
} from '../options.ts';
import { InputError } from '@axiswise/messages';
import { interruptible, sharedTrainingOptions, trainingChoices } from '../training-options.ts';

export default defineCommand({
  epilogue: kindsInHelp,
  builder: (yargs) =>
    yargs
      // Elsewhere the last of an option's values counts; here that would drop all names but one.
      .parserConfiguration({ 'duplicate-arguments-array': true })
      .positional('experiment', experimentsPositional)
      .options({
        strategies: strategiesOption,
        seeds: {
          type: 'string',
          // A list, so that a call with two values is seen and refused; each takes one word.
          array: true,
          nargs: 1,
          describe:
            'number of seeds; auto: as many as it takes to decide what the theory claims [default: 5]',
          coerce: parseSeeds,
        },
        'max-seeds': integer(
          'max-seeds',
          3,
          'with --seeds auto, largest number of seeds of a strategy [default: 10]',
        ),
        seed: integer('seed', 0, 'first seed [default: 0]'),
        tune: tuneOption,
        sizes: {
          type: 'string',
          requiresArg: true,
          describe:
            'numbers of training examples of learning curves, as 100,1000,all [default: all; of the ' +
            'data that are declared first, as the experiment declares]',
          coerce: parseSizes,
        },
        budget: budgetOption('parameters'),
        scales: scalesOption,
        jobs: integer(
          'jobs',
          1,
          'number of trials at a time, one thread each [default: all cores]',
        ),
        ...sharedTrainingOptions,
        'run-dir': {
          type: 'string',
          requiresArg: true,
          describe: 'folder of the trials and the report [default: runs/<experiment>/compare-…]',
        },
        overwrite: {
          type: 'boolean',
          describe: 'train finished trials again',
        },
      })
      .example(
        '$0 compare images',
        'all strategies tuned alike, then five seeds, at equal numbers of parameters',
      )
      .example('$0 compare images --data mnist --sizes 1000,all', 'with learning curves')
      .example('$0 compare images --tune 0', 'untuned: every strategy as it is declared')
      .example(
        '$0 compare images --scales 0.25,1,4',
        'at a quarter of the parameters, as many, and four times as many',
      )
      .example('$0 compare images --seeds auto', 'seeds are added until every claim is decided')
      .example('$0 compare all', 'every experiment of Axiswise in one report'),
  handler: async (args) => {
    if (args.maxSeeds !== undefined && args.seeds !== 'auto') {
      throw new InputError(
        'usage',
        '--max-seeds is for --seeds auto, which adds seeds until the claims are decided; leave it out, ' +
          'or write --seeds auto',
      );
    }
    const { compare } = await import('@axiswise/compare');
    const names = namedExperiments(args.experiment);
    const experiments = await Promise.all(names.map(loadExperiment));
    const display = comparisonProgress();
    const comparison = await interruptible('the same command continues it', () =>
      compare(experiments as [Experiment, ...Experiment[]], {
        strategies: args.strategies,
        tune: args.tune,
        seeds: args.seeds,
        maxSeeds: args.maxSeeds,
        firstSeed: args.seed,
        sizes: args.sizes,
        budget: args.budget as Budget | undefined,
        scales: args.scales,
        jobs: args.jobs,
        data: args.data,
        dataFormat: args.dataFormat,
        dataOptions: args.dataOptions,
        dataDir: args.dataDir,
        ...trainingChoices(args),
        options: experiments.length === 1 ? chosenOptions(experiments[0], { ...args }) : undefined,
        backend: args.backend as BackendChoice,
        secondsBetweenCheckpoints: args.checkpointSeconds,
        runDir: args.runDir,
        overwrite: args.overwrite,
        command: `axiswise ${process.argv.slice(2).join(' ')}`,
        observer: display,
      }),
    );
    const { reportPath } = await writeComparisonReport(comparison.runDir, comparison);
    await printResult(
      args,
      { ...comparison, reportPath },
      `\n${comparisonText(comparison)}\n\nreport  ${reportPath}`,
    );
    if (comparison.experiments.some(({ failures }) => failures.length > 0)) process.exitCode = 1;
  },
});

/** Earlier numbers give way to later ones, as of every option; `auto` and a number contradict each other. */
function parseSeeds(given: (string | undefined)[] | undefined): number | 'auto' | undefined {
  if (given === undefined) return undefined;
  const words = given.flatMap((word = '') => word.split(','));
  if (words.includes('auto') && words.some((word) => word !== 'auto')) {
    throw new InputError(
      'usage',
      `--seeds must be a positive integer or auto, not both, got ${words.join(' and ')}`,
    );
  }
  const last = given[given.length - 1] ?? '';
  if (last === 'auto') return last;
  if (/^\d+$/.test(last) && Number(last) > 0) return Number(last);
  const shown = /^-?\d+(\.\d+)?$/.test(last) ? last : last === '' ? 'nothing' : `'${last}'`;
  throw new InputError('usage', `--seeds must be a positive integer or auto, got ${shown}`);
}

function parseSizes(word: string | undefined): (number | 'all')[] | undefined {
  return word?.split(',').map((size) => {
    if (size === 'all') return size;
    if (/^\d+$/.test(size) && Number(size) > 0) return Number(size);
    throw new InputError(
      'usage',
      `--sizes must be positive integers or all, as 100,1000,all, got '${size}'`,
    );
  });
}
