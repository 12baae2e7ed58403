import { expectedAccuracy } from '@axiswise/statistics';
import { writeFileSync } from 'node:fs';
import { restingExperiments } from '../packages/statistics/src/coverage.fixture.ts';
const experiments = 2000, examples = 300;
const alike = { seedDeviation: 0.2, interactionDeviation: 0.5 };
const varying = [
  { name: 'seeds and examples vary alike', ...alike },
  { name: 'seeds vary most', seedDeviation: 0.5, interactionDeviation: 0.3 },
  { name: 'examples vary most', seedDeviation: 0.02, interactionDeviation: 1 },
];
const cases = [
  ...varying.slice(0, 3).map((population) => ({ ...population, effects: [0, 0, 0, 0], times: experiments })),
  ...[[0.8, 0, 0.8, 0.4], [2, 0, 0.5, 1]].map((effects) => ({ ...varying[0], effects, times: experiments / 4 })),
];
const at = Number(process.argv[2]);
const { name, effects, times, ...deviations } = cases[at];
const population = { ...deviations, effects, seeds: 10, examples };
const accuracies = effects.map((effect) => expectedAccuracy({ ...population, effect }, 'a'));
const row = { case: name, experiments: times, trueAccuracies: accuracies, ...restingExperiments(population, { experiments: times, replicates: 200 }) };
writeFileSync(`/tmp/decide-rest/${at}.json`, JSON.stringify(row));
