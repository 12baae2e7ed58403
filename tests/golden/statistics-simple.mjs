// Golden values of the statistics, from simple-statistics:
//   npm install --no-save simple-statistics && node tests/golden/statistics-simple.mjs > tests/golden/statistics-simple.json
import { createRequire } from 'node:module';
import * as simple from 'simple-statistics';

const { version } = createRequire(import.meta.url)('simple-statistics/package.json');
const accuracies = [0.9731, 0.9688, 0.9745, 0.9702, 0.9719];
const others = [0.9655, 0.9672, 0.9611, 0.969, 0.9648];

console.log(
  JSON.stringify(
    {
      'made with': `simple-statistics ${version}`,
      values: accuracies,
      mean: simple.mean(accuracies),
      standardDeviation: simple.sampleStandardDeviation(accuracies),
      // Student's t of two groups. (Of one group, `tTest` divides by n instead of n − 1.)
      others,
      tTwoSample: simple.tTestTwoSample(accuracies, others, 0),
      // Probabilities of 0, 1, 2, … where the mean is 2.
    },
    null,
    2,
  ),
);
