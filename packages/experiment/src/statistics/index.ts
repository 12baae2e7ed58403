export { hedgesG } from './effect-size.ts';
export { holm } from './holm.ts';
export { type MeanInterval, meanInterval } from './mean-interval.ts';
export { pairAnswers, type PairedAnswers } from './paired-answers.ts';
export { type PairedDifference, pairedDifference } from './paired-difference.ts';
export { permutationTest } from './permutation-test.ts';
export { studentCdf, studentPValue, studentQuantile } from './student-t.ts';
export { wilsonInterval } from './wilson.ts';
export { type Compared, isShown, verdict } from './verdict.ts';
