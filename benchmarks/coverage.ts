import { writeFileSync } from 'node:fs';
import { Random } from '@axiswise/random';
import {
  pairAnswers,
  pairedDifference,
  permutationTest,
  simulateAnswers,
  trueDifference,
} from '@axiswise/statistics';

// How often intervals cover the truth, and how often equal strategies are said to differ, over simulated
// experiments. Writes benchmarks/results/coverage.json: `npx tsx benchmarks/coverage.ts` (minutes).

const experiments = 2000;
const examples = 300;
const cases = [
  { name: 'seeds and examples vary alike', gap: 0, ofSeeds: 0.2, ofLikings: 0.5 },
  { name: 'seeds vary most', gap: 0, ofSeeds: 0.5, ofLikings: 0.3 },
  { name: 'examples vary most', gap: 0, ofSeeds: 0.02, ofLikings: 1 },
  { name: 'nothing varies but single answers', gap: 0, ofSeeds: 0, ofLikings: 0 },
  { name: 'one strategy is better by 6 points', gap: 0.5, ofSeeds: 0.2, ofLikings: 0.5 },
  { name: 'the better one answers 99 % rightly', gap: 1, ease: 5, ofSeeds: 0.2, ofLikings: 0.5 },
];

const rows = [];
const differing = [];
for (const seeds of [3, 5, 10]) {
  for (const { name, ...world } of cases) {
    const simulated = { ...world, seeds, examples };
    const truth = trueDifference(simulated);
    const random = new Random(0, 'coverage', name, seeds);
    let covered = 0;
    let shown = 0;
    for (let i = 0; i < experiments; i++) {
      const { a, b } = simulateAnswers(random, simulated);
      const paired = pairAnswers(a, b);
      const { low, high } = pairedDifference(paired, { replicates: 500, seed: i });
      if (low! <= truth && truth <= high!) covered++;
      if (permutationTest(paired, { permutations: 499, seed: i })! < 0.05) shown++;
    }
    const row = { seeds, case: name, ...world, coverage: covered / experiments };
    // Where strategies are equal, what is shown is a false alarm; else the power of the test.
    if (world.gap === 0) rows.push({ ...row, falseAlarms: shown / experiments });
    else differing.push({ ...row, trueDifference: truth, power: shown / experiments });
    console.error(JSON.stringify({ ...row, shown: shown / experiments }));
  }
}
writeFileSync(
  new URL('./results/coverage.json', import.meta.url),
  `${JSON.stringify({ command: 'npx tsx benchmarks/coverage.ts', experiments, examples, rows, differing }, null, 2)}\n`,
);
