import { fileURLToPath } from 'node:url';
import { writeFileAtomically } from '@axiswise/files';
import { Random } from '@axiswise/random';
import {
  averageScores,
  countPatterns,
  expectedAccuracy,
  expectedDifference,
  pairedDifference,
  permutationTest,
  scoreInterval,
  type Scores,
  type SimulatedExperiment,
  simulateScores,
  studentQuantile,
  subtractScores,
  sumScores,
  varianceComponents,
} from '@axiswise/statistics';

// How often intervals cover the truth, and how often equal strategies are said to differ, over simulated
// experiments: for what `compare` measures (a paired difference with its p-value) and for every kind of
// estimate that `diagnose` makes. Writes results/coverage.json, every time the same (some ten minutes).
//
//   npx tsx benchmarks/coverage.ts

const experiments = 2000;
const examples = 300;
const replicates = 500;
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
for (const seeds of seedCounts) {
  for (const { name, ...population } of comparisons) {
    const simulated = { ...population, seeds, examples };
    const truth = expectedDifference(simulated);
    const random = new Random(0, 'coverage', name, seeds);
    let covered = 0;
    let significant = 0;
    for (let i = 0; i < experiments; i++) {
      const { a, b } = simulateScores(random, simulated);
      const { low, high } = pairedDifference(a, b, { replicates, seed: i });
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
for (const seeds of seedCounts) {
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
        const { low, high } = scoreInterval(measured, { replicates, seed: i });
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

await writeFileAtomically(
  fileURLToPath(new URL('./results/coverage.json', import.meta.url)),
  `${JSON.stringify(
    {
      command: 'npx tsx benchmarks/coverage.ts',
      experiments,
      examples,
      rows,
      differing,
      estimates,
    },
    null,
    2,
  )}\n`,
);
