import { figureText, percent, plural } from '@axiswise/messages';
import {
  aheadIn,
  findPair,
  type Groups,
  groupsToDraw,
  scoreInterval,
  subtractScores,
  mean,
} from '@axiswise/statistics';
import { bestEpoch, type EpochMetrics, type Scores } from '@axiswise/training';
import { accuracyOf } from '@axiswise/training/kinds';
import type { ComparedFigure, ComparedPair, TrainingCheck } from './comparison.ts';
import type { MeasuredTask } from './measured-task.ts';

/** What was recorded of the seeds of one strategy that finished. */
export interface TrainedSeeds {
  readonly name: string;
  readonly histories: readonly (readonly EpochMetrics[])[];
  /** For each seed the score of every test example. */
  readonly scores: readonly ArrayLike<number>[];
}

/** What all strategies of a comparison are held against. */
export interface TrainingStandard {
  /** What the best prediction without a look at the example is worth: of the majority class, of the mean. */
  readonly constant: Pick<MeasuredTask['constant'], 'describe' | 'loss'> & {
    readonly scores: ArrayLike<number>;
  };
  /** What scores are, and how they are written. */
  readonly figure: ComparedFigure;
  /** Whether epochs have an accuracy; else their losses are looked at. */
  readonly hasAccuracy: boolean;
  /** What of the score counts as one; see {@link MeasuredTask.scale}. */
  readonly scale: number;
  /** The group of each test example, where examples depend on each other. */
  readonly groups?: Groups | undefined;
  /** The linear baseline, where it was compared. */
  readonly linear: { readonly name: string; readonly score: number } | null;
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
 * where {@link riseAtEnd} says so. In a task without classes the score takes the place of accuracy, and the
 * constant prediction that of the majority class.
 *
 * @param pairs of the comparison; that with the linear baseline is looked for among them.
 */
export function checkTraining(
  { name, histories, scores }: TrainedSeeds,
  { constant, figure, hasAccuracy, scale, groups, linear, epochs, bestBy }: TrainingStandard,
  pairs: readonly ComparedPair[],
): TrainingCheck {
  const ofConstant = mean(constant.scores);
  const watched = hasAccuracy ? accuracies(ofConstant) : lossesAgainst(constant);
  const measured = watched.isAccuracy
    ? { majorityAccuracy: ofConstant, linearAccuracy: linear?.score ?? null }
    : { majorityAccuracy: null, linearAccuracy: null };
  if (scores.length === 0) {
    return { verdict: 'not trained', because: ['none of its trials finished'], ...measured };
  }
  const because: string[] = [];
  const above = scoreInterval(
    subtractScores(
      scores,
      scores.map(() => constant.scores),
    ),
    { groups: groupsToDraw(groups), range: scale },
  );
  const isHigher = figure.better === 'higher';
  if (isHigher ? above.low <= 0 : above.high >= 0) {
    because.push(
      `its test ${figure.describe}, ${figureText(ofConstant + above.mean, figure)}, is not shown to be ` +
        `${isHigher ? 'above' : 'below'} ${figureText(ofConstant, figure)}, ${constant.describe}`,
    );
  }
  const pair = findPair(pairs, name, linear?.name);
  if (pair && aheadIn(pair, figure.better) === linear?.name) {
    because.push(`it is ${isHigher ? 'below' : 'above'} the linear baseline: ${pair.verdict}`);
  }
  const isTrained = because.length === 0;
  const rise = riseAtEnd(histories, { epochs, bestBy, watched });
  if (rise) because.push(watched.words(rise, epochs));
  const verdict = !isTrained ? 'not trained' : rise ? 'stopped early' : 'trained';
  return { verdict, because, ...measured };
}

/** What of an epoch says how far training is: a number that grows to 1, where all is predicted. */
interface Watched {
  readonly isAccuracy: boolean;
  readonly of: (scores: Scores) => number;
  /** The same of a network that has learned nothing. */
  readonly untrained: number;
  readonly words: (rise: Rise, epochs: number) => string;
}

const accuracies = (untrained: number): Watched => ({
  isAccuracy: true,
  of: accuracyOf,
  untrained,
  words: ({ train, validation }, epochs) =>
    `it was still rising when it was stopped: in ${secondHalf(epochs)} ` +
    `training accuracy rose by ${points(train)}` +
    (validation === null ? '' : ` and validation accuracy by ${points(validation)}`),
});

/** Without accuracy: how much of the loss of the constant prediction is gone, for squared errors that is R². */
const lossesAgainst = ({ loss }: { readonly loss: number }): Watched => ({
  isAccuracy: false,
  of: (scores) => 1 - scores.loss / loss,
  untrained: 0,
  words: ({ train, validation }, epochs) =>
    `it was still improving when it was stopped: in ${secondHalf(epochs)} ` +
    `the training loss fell by ${percent(train, 1)}` +
    (validation === null ? '' : ` and the validation loss by ${percent(validation, 1)}`) +
    ' of the loss of the constant prediction',
});

const secondHalf = (epochs: number): string =>
  epochs === 1 ? 'its only epoch' : `the second half of its ${plural(epochs, 'epoch')}`;

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
 * Without accuracy it is the loss that is looked at, as the share of the loss of the constant prediction that is
 * gone, by the same numbers.
 *
 * After a single epoch, the half of the epochs is none, when nothing was learned.
 */
function riseAtEnd(
  histories: readonly (readonly EpochMetrics[])[],
  {
    epochs,
    bestBy,
    watched: { of, untrained },
  }: Pick<TrainingStandard, 'epochs' | 'bestBy'> & { readonly watched: Watched },
): Rise | undefined {
  const half = Math.floor(epochs / 2);
  const seeds = histories.flatMap((history) => {
    const last = bestEpoch(history, bestBy) ?? history.at(-1);
    if (!last) return [];
    const before = half === 0 ? undefined : history[Math.min(half, history.length) - 1];
    return [
      {
        isLate: history.length >= epochs && last.epoch > lateFrom * epochs,
        learned: of(last.train),
        train: of(last.train) - (before ? of(before.train) : untrained),
        validated: last.validation === undefined ? 0 : of(last.validation),
        validation:
          last.validation === undefined
            ? null
            : of(last.validation) - (before?.validation ? of(before.validation) : untrained),
      },
    ];
  });
  if (2 * seeds.filter(({ isLate }) => isLate).length <= seeds.length) return undefined;
  const train = mean(seeds.map((seed) => seed.train));
  const validated = seeds.flatMap((seed) => (seed.validation === null ? [] : [seed.validation]));
  const validation = validated.length === 0 ? null : mean(validated);
  const isRising =
    train > countingRise &&
    (validation === null || validation > countingValidationRise) &&
    mean(seeds.map((seed) => seed.learned)) < learned &&
    mean(seeds.map(({ validated }) => validated)) < learned;
  return isRising ? { train, validation } : undefined;
}

const points = (share: number): string => `${(100 * share).toFixed(1)} points`;
