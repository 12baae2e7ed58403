import { writeFileSync } from 'node:fs';
import { Random } from '@axiswise/data';
import {
  pairAnswers,
  pairedDifference,
  permutationTest,
} from '../packages/experiment/src/statistics/index.ts';
import { simulateAnswers } from '../packages/experiment/src/statistics/simulate-answers.fixture.ts';

// How often intervals cover the truth, and how often equal strategies are said to differ, over simulated
// experiments. Writes benchmarks/results/coverage.json: `npx tsx benchmarks/coverage.ts` (minutes).

const experiments = 2000;
const cases = [
  { name: 'seeds and examples vary alike', ofSeeds: 0.2, ofLikings: 0.5 },
  { name: 'seeds vary most', ofSeeds: 0.5, ofLikings: 0.3 },
  { name: 'examples vary most', ofSeeds: 0.02, ofLikings: 1 },
  { name: 'nothing varies but single answers', ofSeeds: 0, ofLikings: 0 },
];

const rows = [];
for (const seeds of [3, 5, 10]) {
  for (const { name, ...deviations } of cases) {
    const random = new Random(0, 'coverage', name, seeds);
    let covered = 0;
    let alarms = 0;
    for (let i = 0; i < experiments; i++) {
      const { a, b } = simulateAnswers(random, { seeds, examples: 300, gap: 0, ...deviations });
      const paired = pairAnswers(a, b);
      const { low, high } = pairedDifference(paired, { replicates: 1000, seed: i });
      if (low! <= 0 && high! >= 0) covered++;
      if (permutationTest(paired, { permutations: 999, seed: i })! < 0.05) alarms++;
    }
    rows.push({
      seeds,
      case: name,
      ...deviations,
      coverage: covered / experiments,
      falseAlarms: alarms / experiments,
    });
    console.error(JSON.stringify(rows[rows.length - 1]));
  }
}
writeFileSync(
  new URL('./results/coverage.json', import.meta.url),
  `${JSON.stringify({ command: 'npx tsx benchmarks/coverage.ts', experiments, examples: 300, rows }, null, 2)}\n`,
);
