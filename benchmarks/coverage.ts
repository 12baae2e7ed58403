import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeFileAtomically } from '@axiswise/files';
import { Random } from '@axiswise/random';
import {
  averageScores,
  countPatterns,
  decidePairs,
  expectedAccuracy,
  expectedCalibrationError,
  expectedDifference,
  levelOfEachLook,
  metrics,
  metricScores,
  pairedDifference,
  permutationTest,
  precision,
  recall,
  scoreInterval,
  type Scores,
  type SimulatedExperiment,
  type SimulatedPredictions,
  simulatePredictions,
  simulateScores,
  studentQuantile,
  subtractScores,
  sumScores,
  topKAccuracy,
  varianceComponents,
} from '@axiswise/statistics';
import { restingExperiments } from '../packages/statistics/src/coverage.fixture.ts';

// How often intervals cover the truth, and how often equal strategies are said to differ, over simulated
// experiments: for what `compare` measures (a paired difference with its p-value) and for every kind of
// estimate that `diagnose` makes; and for examples in groups, for metrics, and for looks after each seed.
// Writes results/coverage.json, every time the same (some minutes).
//
//   npx tsx benchmarks/coverage.ts                       everything
//   npx tsx benchmarks/coverage.ts groups sequential     some parts: fixed, groups, metrics, sequential

const named = process.argv.slice(2);
const runs = (part: 'fixed' | 'groups' | 'metrics' | 'sequential'): boolean =>
  named.length === 0 || named.includes(part);

const experiments = 2000;
const examples = 300;
const seedCounts = [3, 5, 10];

const alike = { seedDeviation: 0.2, interactionDeviation: 0.5 };
const varying = [
  { name: 'seeds and examples vary alike', ...alike },
  { name: 'seeds vary most', seedDeviation: 0.5, interactionDeviation: 0.3 },
  { name: 'examples vary most', seedDeviation: 0.02, interactionDeviation: 1 },
  { name: 'only single predictions vary', seedDeviation: 0, interactionDeviation: 0 },
];

const comparisons = [
  ...varying.map((population) => ({ effect: 0, ...population })),
  { name: 'one strategy is better by 6 points', effect: 0.5, ...alike },
  { name: 'the better one predicts 99 % rightly', effect: 1, intercept: 5, ...alike },
];
const rows: object[] = [];
const differing: object[] = [];
for (const seeds of runs('fixed') ? seedCounts : []) {
  for (const { name, ...population } of comparisons) {
    const simulated = { ...population, seeds, examples };
    const truth = expectedDifference(simulated);
    const random = new Random(0, 'coverage', name, seeds);
    let covered = 0;
    let significant = 0;
    for (let i = 0; i < experiments; i++) {
      const { a, b } = simulateScores(random, simulated);
      const { low, high } = pairedDifference(a, b);
      if (low! <= truth && truth <= high!) covered++;
      if (permutationTest(a, b, { permutations: 499, seed: i })! < 0.05) significant++;
    }
    const row = { seeds, case: name, ...population, coverage: covered / experiments };
    // Where strategies are equal, what is significant is a false alarm; else it is the power of the test.
    if (population.effect === 0) rows.push({ ...row, falseAlarms: significant / experiments });
    else differing.push({ ...row, trueDifference: truth, power: significant / experiments });
    console.error(JSON.stringify({ ...row, significant: significant / experiments }));
  }
}

/** Draws the scores of one experiment; every call draws new examples and new seeds. */
type Draw = () => { readonly a: Scores; readonly b: Scores };
interface Kind {
  readonly kind: string;
  /** What `diagnose` measures in this way. */
  readonly example: string;
  readonly intercept?: number;
  readonly scores: (draw: Draw) => Scores;
  readonly truth: (population: SimulatedExperiment) => number;
}
const kinds: readonly Kind[] = [
  {
    kind: 'accuracy near 80 %',
    example: 'the accuracy of the best classifier, how often a patch tells its position',
    scores: (draw) => draw().a,
    truth: (population) => expectedAccuracy(population, 'a'),
  },
  {
    kind: 'accuracy near 95 %',
    example: 'the same where hardly anything is predicted wrongly',
    intercept: 3.6,
    scores: (draw) => draw().a,
    truth: (population) => expectedAccuracy(population, 'a'),
  },
  {
    kind: 'difference',
    example: 'the advantage of sliding',
    scores: (draw) => {
      const { a, b } = draw();
      return subtractScores(a, b);
    },
    truth: expectedDifference,
  },
  {
    kind: 'difference from a mean of two',
    example: 'the loss by subsampling, which is measured in two ways',
    scores: (draw) => {
      const { a, b } = draw();
      return subtractScores(averageScores(a, draw().a), b);
    },
    // The second measurement is of other examples, which only adds to what varies.
    truth: expectedDifference,
  },
  {
    kind: 'difference of differences',
    example: 'the advantage of sharing, by place',
    scores: (draw) => {
      const [first, second] = [draw(), draw()];
      return subtractScores(subtractScores(first.a, first.b), subtractScores(second.a, second.b));
    },
    truth: () => 0,
  },
];
const estimates: object[] = [];
for (const seeds of runs('fixed') ? seedCounts : []) {
  for (const { kind, example, intercept, scores, truth } of kinds) {
    for (const { name, ...deviations } of varying) {
      const population = {
        ...deviations,
        effect: 0.5,
        ...(intercept !== undefined && { intercept }),
        seeds,
        examples,
      };
      const expected = truth(population);
      const random = new Random(0, 'coverage', kind, name, seeds);
      let covered = 0;
      let coveredBySatterthwaite = 0;
      for (let i = 0; i < experiments; i++) {
        const measured = scores(() => simulateScores(random, population));
        const { low, high } = scoreInterval(measured);
        if (low <= expected && expected <= high) covered++;
        if (isCoveredBySatterthwaite(measured, expected)) coveredBySatterthwaite++;
      }
      const row = {
        seeds,
        kind,
        example,
        case: name,
        truth: expected,
        coverage: covered / experiments,
        coverageBySatterthwaite: coveredBySatterthwaite / experiments,
      };
      estimates.push(row);
      console.error(JSON.stringify(row));
    }
  }
}

/**
 * The interval that `diagnose` made before: Satterthwaite's degrees of freedom, a variance of at least
 * that of the seeds and that of the examples, and never narrower than the rule of three.
 */
function isCoveredBySatterthwaite(scores: Scores, truth: number): boolean {
  const {
    mean,
    seeds,
    examples: ofExamples,
    residual,
  } = varianceComponents(sumScores(countPatterns(scores)));
  const variance = Math.max(seeds, ofExamples, seeds + ofExamples - residual);
  const degrees =
    variance ** 2 / (seeds ** 2 / (scores.length - 1) + ofExamples ** 2 / (examples - 1));
  const reach = variance === 0 ? 0 : studentQuantile(0.975, degrees) * Math.sqrt(variance);
  return Math.abs(mean - truth) <= Math.max(reach, 3 / examples);
}

const covers = (
  { low, high }: { readonly low: number | null; readonly high: number | null },
  truth: number,
): boolean => low! <= truth && truth <= high!;

/** Examples that depend on each other: what intervals and verdicts are worth without and with groups. */
const ofGroups: object[] = [];
for (const seeds of runs('groups') ? [3, 5] : []) {
  for (const [count, sizes] of [
    [5, [20]],
    [10, [20]],
    [20, [10]],
    [20, [30]],
    [50, [20]],
    [100, [10]],
    [20, [5, 10, 15, 50]],
    [40, [5, 10, 15, 50]],
  ] as const) {
    const of = Array.from({ length: count }, (_, i) => sizes[i % sizes.length]);
    const population = {
      ...alike,
      seeds,
      examples: of.reduce((sum, size) => sum + size, 0),
      groupSizes: sizes,
      groupInteractionDeviation: 1.5,
    };
    const random = new Random(0, 'coverage of groups', seeds, count, ...sizes);
    const truth = expectedAccuracy(population, 'a');
    const sums = {
      ungrouped: 0,
      grouped: 0,
      accuracy: 0,
      falseAlarmsUngrouped: 0,
      falseAlarms: 0,
      intraclassCorrelation: 0,
    };
    for (let i = 0; i < experiments; i++) {
      const { a, b, groups } = simulateScores(random, population);
      const test = { permutations: 199, exhaustiveUpTo: 500, seed: i };
      sums.ungrouped += Number(covers(pairedDifference(a, b), 0));
      sums.grouped += Number(covers(pairedDifference(a, b, { groups }), 0));
      sums.accuracy += Number(covers(scoreInterval(a, { groups }), truth));
      sums.falseAlarmsUngrouped += Number(permutationTest(a, b, test)! < 0.05);
      sums.falseAlarms += Number(permutationTest(a, b, { ...test, groups })! < 0.05);
      sums.intraclassCorrelation += intraclassCorrelation(subtractScores(a, b), groups);
    }
    const row = {
      seeds,
      groups: count,
      sizes,
      ...Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / experiments])),
    };
    ofGroups.push(row);
    console.error(JSON.stringify(row));
  }
}

/** How much examples of one group are alike in their mean over the seeds (ICC(1), Shrout and Fleiss 1979). */
function intraclassCorrelation(scores: Scores, groups: Int32Array): number {
  const byGroup = new Map<number, number[]>();
  let total = 0;
  for (let i = 0; i < groups.length; i++) {
    const mean = scores.reduce((sum, row) => sum + row[i], 0) / scores.length;
    total += mean;
    byGroup.set(groups[i], [...(byGroup.get(groups[i]) ?? []), mean]);
  }
  let between = 0;
  let within = 0;
  let squaredSizes = 0;
  for (const of of byGroup.values()) {
    const mean = of.reduce((sum, value) => sum + value, 0) / of.length;
    between += of.length * (mean - total / groups.length) ** 2;
    for (const value of of) within += (value - mean) ** 2;
    squaredSizes += of.length ** 2;
  }
  between /= byGroup.size - 1;
  within /= groups.length - byGroup.size;
  const size = (groups.length - squaredSizes / groups.length) / (byGroup.size - 1);
  return (between - within) / (between + (size - 1) * within);
}

/** Metrics that are no means over examples, beside those that are. */
const ofMetrics: object[] = [];
const { balancedAccuracy, f1Macro, logLoss } = metrics;
const measuredMetrics = {
  balancedAccuracy,
  f1Macro,
  'precision of the rarest class': precision(3),
  'recall of the rarest class': recall(3),
  logLoss,
  'top-2 accuracy': topKAccuracy(2),
  'calibration error': expectedCalibrationError(),
};
/** Fewer than elsewhere: seven metrics each. */
const metricExperiments = experiments / 2;
const predicted: Record<string, SimulatedPredictions> = {
  'classes alike': { seeds: 3, examples: 300, classShares: [1, 1, 1, 1] },
  'classes of 55, 25, 15 and 5 %': { seeds: 5, examples: 300, classShares: [11, 5, 3, 1] },
  'the same, 30 groups of 20': {
    seeds: 5,
    examples: 600,
    classShares: [11, 5, 3, 1],
    groupSize: 20,
    groupInteractionDeviation: 1.5,
  },
  'calibrated networks': { seeds: 5, examples: 300, classShares: [1, 1, 1, 1], sharpness: 0.85 },
};
for (const [name, population] of runs('metrics') ? Object.entries(predicted) : []) {
  const truths = truthsOf(name, population);
  const random = new Random(0, 'coverage of metrics', name);
  const tallies = Object.entries(measuredMetrics).map(([metric, of]) => ({
    metric,
    of,
    sum: 0,
    covered: 0,
    differences: 0,
    alarms: 0,
  }));
  for (let i = 0; i < metricExperiments; i++) {
    const { a, b, groups } = simulatePredictions(random, population);
    const options = population.groupSize ? { groups } : {};
    for (const tally of tallies) {
      const [ofA, ofB] = [metricScores(tally.of, a), metricScores(tally.of, b)];
      const interval = scoreInterval(ofA, options);
      tally.sum += interval.mean;
      if (covers(interval, truths.get(tally.metric)!)) tally.covered++;
      if (covers(pairedDifference(ofA, ofB, options), 0)) tally.differences++;
      const p = permutationTest(ofA, ofB, {
        ...options,
        seed: i,
        permutations: 99,
        exhaustiveUpTo: 0,
      })!;
      if (p < 0.05) tally.alarms++;
    }
  }
  for (const { metric, sum, covered, differences, alarms } of tallies) {
    const row = {
      case: name,
      experiments: metricExperiments,
      seeds: population.seeds,
      metric,
      truth: truths.get(metric)!,
      mean: sum / metricExperiments,
      coverage: covered / metricExperiments,
      coverageOfDifference: differences / metricExperiments,
      falseAlarms: alarms / metricExperiments,
    };
    ofMetrics.push(row);
    console.error(JSON.stringify(row));
  }
}

/** The metrics of a population, from many seeds and examples. */
function truthsOf(name: string, population: SimulatedPredictions): Map<string, number> {
  const random = new Random(0, 'truth of metrics', name);
  const draws = 150;
  const truths = new Map<string, number>();
  for (let draw = 0; draw < draws; draw++) {
    // Groups and seeds vary most: many of them, of few examples.
    const { a, b } = simulatePredictions(random, { ...population, examples: 6000 });
    for (const [metric, of] of Object.entries(measuredMetrics)) {
      for (const each of [a, b]) {
        const scores = metricScores(of, each);
        const mean = scores.flatMap((row) => [...row]).reduce((sum, score) => sum + score, 0);
        const known = truths.get(metric) ?? 0;
        truths.set(metric, known + mean / scores.length / scores[0].length / (2 * draws));
      }
    }
  }
  return truths;
}

/** Looks after each of 3 to 10 seeds, as against five seeds fixed before. */
const ofLooks: object[] = [];
const from3To10 = [3, 4, 5, 6, 7, 8, 9, 10];
for (const { name, effect, times, ...deviations } of runs('sequential')
  ? [
      ...varying
        .slice(0, 3)
        .map((population) => ({ ...population, effect: 0, times: experiments })),
      ...[0.5, 1].map((effect) => ({ ...varying[0], effect, times: experiments / 4 })),
    ]
  : []) {
  const population = { ...deviations, effect, seeds: 10, examples };
  const truth = expectedDifference(population);
  const confidence = 1 - levelOfEachLook(0.05, from3To10);
  const random = new Random(0, 'coverage of looks', name, effect);
  const sums = { decided: 0, seeds: 0, covered: 0, coveredUncorrected: 0, decidedByFive: 0 };
  for (let i = 0; i < times; i++) {
    const { a, b } = simulateScores(random, population);
    const repeated = from3To10.map((seeds) =>
      pairedDifference(a.slice(0, seeds), b.slice(0, seeds), { confidence }),
    );
    // Covered at every look, so that the worst moment to stop is among them.
    if (repeated.every((interval) => covers(interval, truth))) sums.covered++;
    const isCoveredByFixed = from3To10.every((seeds) =>
      covers(pairedDifference(a.slice(0, seeds), b.slice(0, seeds)), truth),
    );
    if (isCoveredByFixed) sums.coveredUncorrected++;
    // Nothing is decided where zero is in every interval.
    const decidedAfter = repeated.every((interval) => covers(interval, 0))
      ? null
      : decidePairs(
          [
            { name: 'a', scores: a },
            { name: 'b', scores: b },
          ],
          { seed: i, permutations: 199, maximumSeeds: 10 },
        ).pairs[0].decidedAfter;
    if (decidedAfter !== null) sums.decided++;
    sums.seeds += decidedAfter ?? 10;
    const five = [a.slice(0, 5), b.slice(0, 5)] as const;
    const excludesZero = !covers(pairedDifference(...five), 0);
    if (excludesZero && permutationTest(...five, { permutations: 199, seed: i })! < 0.05) {
      sums.decidedByFive++;
    }
  }
  const row = {
    case: name,
    experiments: times,
    trueDifference: truth,
    ...Object.fromEntries(Object.entries(sums).map(([each, sum]) => [each, sum / times])),
  };
  ofLooks.push(row);
  console.error(JSON.stringify(row));
}

/** Four strategies, the first of which is to be told from the others: strategies rest when decided. */
const ofResting: object[] = [];
for (const { name, effects, times, ...deviations } of runs('sequential')
  ? [
      ...varying
        .slice(0, 3)
        .map((population) => ({ ...population, effects: [0, 0, 0, 0], times: experiments })),
      ...[
        [0.8, 0, 0.8, 0.4],
        [2, 0, 0.5, 1],
      ].map((effects) => ({ ...varying[0], effects, times: experiments / 4 })),
    ]
  : []) {
  const population = { ...deviations, effects, seeds: 10, examples };
  const accuracies = effects.map((effect) => expectedAccuracy({ ...population, effect }, 'a'));
  const row = {
    case: name,
    experiments: times,
    trueAccuracies: accuracies,
    ...restingExperiments(population, times),
  };
  ofResting.push(row);
  console.error(JSON.stringify(row));
}

// What was not run stays as it was measured before.
const file = fileURLToPath(new URL('./results/coverage.json', import.meta.url));
const before =
  named.length === 0 ? {} : (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>);
await writeFileAtomically(
  file,
  `${JSON.stringify(
    {
      ...before,
      command: 'npx tsx benchmarks/coverage.ts',
      experiments,
      examples,
      ...(runs('fixed') && { rows, differing, estimates }),
      ...(runs('groups') && { groups: ofGroups }),
      ...(runs('metrics') && { metrics: ofMetrics }),
      ...(runs('sequential') && { looks: ofLooks, resting: ofResting }),
    },
    null,
    2,
  )}\n`,
);
