export { hedgesG } from './effect-size.ts';
export { holm } from './holm.ts';
export { type MeanInterval, meanInterval } from './mean-interval.ts';
export { pairAnswers, type PairedAnswers } from './paired-answers.ts';
export { type PairedDifference, pairedDifference, permutationTest } from './paired-difference.ts';
export { normalQuantile, studentCdf, studentPValue, studentQuantile } from './student-t.ts';
export { wilsonInterval } from './wilson.ts';
export { type Compared, isShown, verdict } from './verdict.ts';
