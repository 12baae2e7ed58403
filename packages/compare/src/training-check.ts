import { percent, plural } from '@axiswise/messages';
import {
  aheadIn,
  findPair,
  type Groups,
  groupsToDraw,
  scoreInterval,
  subtractScores,
} from '@axiswise/statistics';
import { bestEpoch, type EpochMetrics } from '@axiswise/training';
import { accuracyOf } from '@axiswise/training/kinds';
import type { ComparedPair, TrainingCheck } from './comparison.ts';

/** What was recorded of the seeds of one strategy that finished. */
export interface TrainedSeeds {
  readonly name: string;
  readonly histories: readonly (readonly EpochMetrics[])[];
  /** For each seed: 1 for every test example predicted rightly, else 0. */
  readonly correct: readonly Uint8Array[];
}

/** What all strategies of a comparison are held against. */
export interface TrainingStandard {
  /** For every test example: 1 where its label is the most frequent class of training, else 0. */
  readonly ofMajority: Uint8Array;
  /** The group of each test example, where examples depend on each other. */
  readonly groups?: Groups | undefined;
  /** The linear baseline, where it was compared. */
  readonly linear: { readonly name: string; readonly accuracy: number } | null;
  /** The number of epochs that were allowed. */
  readonly epochs: number;
  /** The metric that keeps the best epoch. */
  readonly bestBy: Parameters<typeof bestEpoch>[1];
}

/**
 * A rise of training accuracy that counts: two points. Where training rose by more, and the rest of the rule
 * held, twice the epochs gained a point or more of test accuracy, as much as counts between strategies, in 15
 * of 16 cases (docs/statistics.md).
 */
const countingRise = 0.02;

/** A rise of validation accuracy that counts: half a point; with few validation examples, less is noise. */
const countingValidationRise = 0.005;

/** An accuracy that cannot rise by much: all but a point. */
const learned = 0.99;

/** The best epoch is at the end where it lies behind so large a share of the epochs. */
const lateFrom = 0.75;

/**
 * Says whether a strategy learned what it could: a claim about its filters rests on that.
 *
 * It did not train where its test accuracy is not shown to be above that of always predicting the class that is
 * most frequent in training (the interval of the difference, over seeds and examples, begins at or below
 * zero), or where it is shown to be below the linear baseline (its pair is significant). It was stopped early
 * where {@link riseAtEnd} says so.
 *
 * @param pairs of the comparison; that with the linear baseline is looked for among them.
 */
export function checkTraining(
  { name, histories, correct }: TrainedSeeds,
  { ofMajority, groups, linear, epochs, bestBy }: TrainingStandard,
  pairs: readonly ComparedPair[],
): TrainingCheck {
  const majorityAccuracy = meanOf(ofMajority);
  const measured = { majorityAccuracy, linearAccuracy: linear?.accuracy ?? null };
  if (correct.length === 0) {
    return { verdict: 'not trained', because: ['none of its trials finished'], ...measured };
  }
  const because: string[] = [];
  const above = scoreInterval(
    subtractScores(
      correct,
      correct.map(() => ofMajority),
    ),
    { groups: groupsToDraw(groups) },
  );
  if (above.low <= 0) {
    because.push(
      `its test accuracy, ${percent(majorityAccuracy + above.mean)}, is not shown to be above ` +
        `${percent(majorityAccuracy)}, the share of the class that is most frequent in training`,
    );
  }
  const pair = findPair(pairs, name, linear?.name);
  if (pair && aheadIn(pair) === linear?.name) {
    because.push(`it is below the linear baseline: ${pair.verdict}`);
  }
  const isTrained = because.length === 0;
  const rise = riseAtEnd(histories, { epochs, bestBy, untrained: majorityAccuracy });
  if (rise) because.push(riseWords(rise, epochs));
  const verdict = !isTrained ? 'not trained' : rise ? 'stopped early' : 'trained';
  return { verdict, because, ...measured };
}

/** By how much accuracies rose in the second half of training, means over the seeds. */
interface Rise {
  readonly train: number;
  /** Null without validation examples. */
  readonly validation: number | null;
}

/**
 * How much a strategy was still rising when its epochs ended; undefined where it was not.
 *
 * It was where three things hold.
 * - In most seeds the best epoch, whose weights are kept, lies in the last quarter of the epochs that were
 *   allowed. Where patience ended training, or a later epoch was worse, more epochs would not have been used.
 * - From the end of the first half to that epoch, training accuracy rose by more than two points, and
 *   validation accuracy by more than half a point, in the mean over the seeds. Where only the former rises,
 *   more epochs would learn the training examples by heart.
 * - Training and validation accuracy are below 99 %. Where the training examples are learned, more epochs
 *   teach nothing; where validation examples are predicted, they could not gain a point.
 *
 * That the last epoch is the best says nothing by itself: a schedule that lowers the learning rate to zero
 * makes every epoch a little better than the one before, to the end, and flattens the end of every curve. So
 * neither the last epochs nor their slope are looked at, but the whole second half; and training accuracy
 * decides, which follows the schedule less than validation accuracy does: it is taken while the weights
 * move, over thousands of examples instead of hundreds.
 *
 * After a single epoch, the half of the epochs is none, when nothing was learned.
 */
function riseAtEnd(
  histories: readonly (readonly EpochMetrics[])[],
  {
    epochs,
    bestBy,
    untrained,
  }: Pick<TrainingStandard, 'epochs' | 'bestBy'> & { readonly untrained: number },
): Rise | undefined {
  const half = Math.floor(epochs / 2);
  const seeds = histories.flatMap((history) => {
    const last = bestEpoch(history, bestBy) ?? history.at(-1);
    if (!last) return [];
    const before = half === 0 ? undefined : history[Math.min(half, history.length) - 1];
    return [
      {
        isLate: history.length >= epochs && last.epoch > lateFrom * epochs,
        accuracy: accuracyOf(last.train),
        train: accuracyOf(last.train) - (before ? accuracyOf(before.train) : untrained),
        validated: last.validation === undefined ? 0 : accuracyOf(last.validation),
        validation:
          last.validation === undefined
            ? null
            : accuracyOf(last.validation) - (before?.validation?.accuracy ?? untrained),
      },
    ];
  });
  if (2 * seeds.filter(({ isLate }) => isLate).length <= seeds.length) return undefined;
  const train = meanOf(seeds.map((seed) => seed.train));
  const validated = seeds.flatMap((seed) => (seed.validation === null ? [] : [seed.validation]));
  const validation = validated.length === 0 ? null : meanOf(validated);
  const isRising =
    train > countingRise &&
    (validation === null || validation > countingValidationRise) &&
    meanOf(seeds.map(({ accuracy }) => accuracy)) < learned &&
    meanOf(seeds.map(({ validated }) => validated)) < learned;
  return isRising ? { train, validation } : undefined;
}

const riseWords = ({ train, validation }: Rise, epochs: number): string =>
  'it was still rising when it was stopped: in ' +
  (epochs === 1 ? 'its only epoch' : `the second half of its ${plural(epochs, 'epoch')}`) +
  ` training accuracy rose by ${points(train)}` +
  (validation === null ? '' : ` and validation accuracy by ${points(validation)}`);

const points = (share: number): string => `${(100 * share).toFixed(1)} points`;

const meanOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Marks the test examples whose label is the most frequent class of training, the first of equals. */
export function examplesOfMajority(
  trainLabels: ArrayLike<number>,
  testLabels: ArrayLike<number>,
): Uint8Array {
  const counts: number[] = [];
  for (const label of Array.from(trainLabels)) counts[label] = (counts[label] ?? 0) + 1;
  let majority = 0;
  for (const [label, n = 0] of counts.entries()) if (n > (counts[majority] ?? 0)) majority = label;
  return Uint8Array.from(testLabels, (label) => Number(label === majority));
}
