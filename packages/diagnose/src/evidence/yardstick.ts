import { mean } from '@axiswise/statistics';
import { asSplit, type Examples, targetsOf, taskOf } from '../sampling/examples.ts';
import { accuracyWords, type ScoreWords, wordsOfScore } from '../verdict/words.ts';

/**
 * The scores of a task as shares of 1, higher for better: differences of them are points, which the margin is in.
 *
 * A score from 0 to 1 is one already. An error becomes a skill score (Murphy 1988): 1 less the error over that of the
 * constant prediction, so that 1 is perfect and 0 is the constant. The constant prediction is the best that looks at no
 * example: the most frequent class, the mean.
 */
export interface Yardstick {
  readonly words: ScoreWords;
  /** How far one score can lie from another: Infinity where it is not bounded. */
  readonly range: number;
  /** Of some examples, from the task's own scores. */
  sharesOf(scores: ArrayLike<number>): ArrayLike<number>;
  /** Those of the constant prediction, which is learned from some examples and scored on others. */
  ofConstant(scored: Examples, seen: Examples): Float64Array;
}

/**
 * @param seen what the constant prediction is learned from.
 * @param scored where its error is measured, that others are held against.
 */
export function yardstickFor(scored: Examples, seen: Examples): Yardstick {
  const task = taskOf(scored);
  const { score, constant } = task.kind;
  const constantScores = (of: Examples, learnedFrom: Examples): Float64Array => {
    const outputs = task.constantOutputs(asSplit(learnedFrom), of.labels.length);
    return score.of({ targets: targetsOf(of), predictions: task.outcome(outputs) }, task.form);
  };
  const [least, largest] = score.range;
  if (score.better === 'higher' && least === 0 && largest === 1) {
    return {
      words: scored.targets ? wordsOfScore(score.describe, constant.describe) : accuracyWords,
      range: 1,
      sharesOf: (scores) => scores,
      ofConstant: constantScores,
    };
  }
  const worst = mean(constantScores(scored, seen));
  // How much is left to gain, in the direction that is better.
  const gain = (value: number): number =>
    score.better === 'higher' ? value - worst : worst - value;
  const sharesOf = (scores: ArrayLike<number>): Float64Array =>
    Float64Array.from(scores, (value) => gain(value) / Math.abs(worst));
  return {
    words: wordsOfScore('skill score', constant.describe),
    range: Infinity,
    sharesOf,
    ofConstant: (of, learnedFrom) => sharesOf(constantScores(of, learnedFrom)),
  };
}
