/**
 * Measures how well the rule that says "stopped early" foretells what more epochs would gain: trains strategies
 * with some number of epochs and with twice as many, and sets beside each other how accuracies rose in
 * the second half of training and what the doubling gained on the test examples.
 *
 *     npx tsx benchmarks/more-epochs.ts                  writes results/more-epochs.json (an hour on two cores)
 *     npx tsx benchmarks/more-epochs.ts --runs FOLDER    keeps the runs there, and goes on from those that are
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compare, type ComparedStrategy } from '@axiswise/compare';
import { loadExperiment } from '@axiswise/experiment';
import { writeFileAtomically } from '@axiswise/files';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: 'runs/more-epochs' } },
});

/** Untuned, with the sizes that `compare` takes by default. */
const measured = [
  {
    experiment: 'images',
    strategies: ['slide-both', 'slide-height', 'span-both', 'locally-connected', 'linear'],
    seeds: 2,
    epochs: [3, 6, 12, 24],
  },
  {
    experiment: 'spectrograms',
    strategies: undefined,
    seeds: 1,
    epochs: [12, 24],
  },
  {
    experiment: 'sentences',
    strategies: ['slide-time', 'slide-both', 'span-both', 'bag-of-words'],
    seeds: 1,
    epochs: [8, 16],
  },
  {
    experiment: 'board',
    strategies: ['no-pooling', 'max-pooling', 'span-both'],
    seeds: 1,
    epochs: [2, 4],
  },
];

/** By how much a mean accuracy rose from the end of the first half of the epochs to the last. */
function riseOf(
  { trainingCurve = [] }: ComparedStrategy,
  of: 'trainAccuracy' | 'validationAccuracy',
): number {
  const last = trainingCurve[trainingCurve.length - 1][of]!.mean;
  return last - trainingCurve[Math.floor(trainingCurve.length / 2) - 1][of]!.mean;
}

const rows: object[] = [];
let environment: unknown;
for (const { experiment, strategies, seeds, epochs } of measured) {
  const loaded = await loadExperiment(experiment);
  const results: (readonly ComparedStrategy[])[] = [];
  for (const count of epochs) {
    const comparison = await compare([loaded], {
      ...{ strategies, seeds, tune: 0, epochs: count },
      runDir: path.join(values.runs, `${experiment}-${count}`),
      observer: { onNotice: (line) => console.error(`${experiment}, ${count} epochs: ${line}`) },
    });
    environment ??= comparison.environment;
    results.push(comparison.experiments[0].strategies);
  }
  for (const [i, twice] of results.slice(1).entries()) {
    for (const [s, strategy] of results[i].entries()) {
      rows.push({
        experiment,
        strategy: strategy.name,
        seeds,
        epochs: epochs[i],
        verdict: strategy.trained!.verdict,
        trainRise: riseOf(strategy, 'trainAccuracy'),
        validationRise: riseOf(strategy, 'validationAccuracy'),
        testAccuracy: strategy.accuracy.mean,
        gainOfTwice: twice[s].accuracy.mean - strategy.accuracy.mean,
      });
    }
  }
}
await writeFileAtomically(
  fileURLToPath(new URL('./results/more-epochs.json', import.meta.url)),
  `${JSON.stringify({ command: 'npx tsx benchmarks/more-epochs.ts', environment, rows }, null, 2)}\n`,
);
