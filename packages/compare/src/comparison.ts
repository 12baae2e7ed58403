import type { Budget, OptionValues } from '@axiswise/experiment';
import type { TargetForm } from '@axiswise/data';
import type { LayerAlongAxes } from '@axiswise/geometry';
import type { Environment } from '@axiswise/runner';
import type { FewGroups } from '@axiswise/statistics';
import type { Configuration, Edge, Rung, SearchSpace } from '@axiswise/tuning';

/** A mean over seeds with its 95 % interval; without one where there is a single seed. */
export interface MeanOverSeeds {
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
  /**
   * One for each seed, in the order of {@link ExperimentComparison.seeds}; null where its trial failed. There
   * are fewer than seeds where the strategy was decided before others.
   */
  readonly values: readonly (number | null)[];
}

/** The result of `compare`; `comparison.json` holds it. */
export interface Comparison {
  readonly format: 1;
  readonly command: string;
  readonly createdAt: string;
  readonly environment: Environment;
  readonly experiments: readonly ExperimentComparison[];
  /** Where `comparison.json` and the report lie. */
  readonly runDir: string;
}

/** Every strategy × seed of one experiment, on the same data with the same budget. */
export interface ExperimentComparison {
  readonly experiment: string;
  readonly title: string;
  readonly data: string;
  /** What is predicted, where that is not one class of each example. */
  readonly task?: ComparedTask | undefined;
  readonly backend: string;
  readonly axes: readonly ComparedAxis[];
  readonly seeds: readonly number[];
  /** Of the networks, as the experiment declares them, but for those that are tuned: `{ filters: 25 }`. */
  readonly options: OptionValues;
  /** Whether seeds were added until the claims were decided; null or absent: their number was fixed. */
  readonly decision?: ComparedDecision | null | undefined;
  /** Those of {@link ComparedStrategy.metrics} that the experiment declares itself. */
  readonly declaredMetrics?: readonly string[] | undefined;
  /** Test examples that depend on each other, as of one speaker; null or absent: none do. */
  readonly testGroups?: { readonly of: string; readonly count: number } | null | undefined;
  /** How the strategies were tuned before their seeds; null or absent: they were not. */
  readonly tuning?: ComparedTuning | null | undefined;
  readonly epochs: number;
  readonly batchSize: number;
  readonly trainExamples: number;
  readonly testExamples: number;
  /** Empty where the task has none. */
  readonly classes: readonly string[];
  readonly budget: {
    readonly of: Budget;
    /** The strategy whose size the others are brought to, and that size; null for `none`. */
    readonly reference: string | null;
    readonly size: number | null;
    /** The multiple of the budget that this size is; absent where it is 1. */
    readonly scale?: number | undefined;
  };
  readonly strategies: readonly ComparedStrategy[];
  /** Every two strategies. */
  readonly pairs: readonly ComparedPair[];
  /**
   * The same comparison at several multiples of the budget, ascending; absent or empty where there is one
   * size. What stands beside it is of the budget itself, or where that is not compared, of the largest.
   */
  readonly scales?: readonly ComparedScale[] | undefined;
  /** What the theory predicts, with what was measured. */
  readonly claims: readonly Claim[];
  /**
   * Test examples on which the best strategy and the reference, or the next best, disagree; absent where
   * seeds have test examples of their own, and in comparisons of the first release.
   */
  readonly disagreements?: readonly Disagreement[] | undefined;
  /** Trials that failed twice. */
  readonly failures: readonly FailedTrial[];
  /** Seconds of training, all trials together. */
  readonly seconds: number;
  readonly runDir: string;
}

/** A task that is no classification, and what strategies are compared by instead of accuracy. */
export interface ComparedTask {
  /** The name of its kind: `regression`. */
  readonly kind: string;
  readonly targets: TargetForm;
  /** Of {@link ComparedStrategy.score} and the differences of pairs. */
  readonly score: ComparedFigure;
  /** Of {@link ComparedStrategy.metrics}, by name. */
  readonly metrics: Readonly<Record<string, ComparedFigure>>;
  /** The score of the prediction that looks at no example, such as the mean of the training targets. */
  readonly constantScore: number;
}

/** What a number says, and how it is written. */
export interface ComparedFigure {
  /** What it is called in print: `mean squared error`. */
  readonly describe: string;
  readonly better: 'higher' | 'lower';
  /** Null where it has none. */
  readonly unit: string | null;
  /** Whether it lies between 0 and 1, and is written in percent. */
  readonly isShare: boolean;
}

/** How seeds were added until what is claimed was decided. */
export interface ComparedDecision {
  readonly minimumSeeds: number;
  readonly maximumSeeds: number;
  /** The number of trainings, tuning left out, and of those that the fixed number of seeds would have taken. */
  readonly trainings: number;
  readonly trainingsWithFixedSeeds: number;
  readonly fixedSeeds: number;
}

/** All strategies at one multiple of the budget. */
export interface ComparedScale {
  readonly scale: number;
  /** The size that the strategies are brought to. */
  readonly size: number;
  readonly strategies: readonly ScaledStrategy[];
  readonly pairs: readonly ComparedPair[];
  /** As {@link ExperimentComparison.claims}, at this size alone. */
  readonly claims: readonly Claim[];
}

/** What differs between the sizes of one strategy. */
export type ScaledStrategy = Pick<
  ComparedStrategy,
  | 'name'
  | 'tuned'
  | 'parameters'
  | 'macs'
  | 'widthMultiplier'
  | 'sizeRatio'
  | 'shape'
  | 'accuracy'
  | 'score'
  | 'trained'
>;

/** An axis of the data that strategies were compared on. */
export interface ComparedAxis {
  readonly name: string;
  readonly length: number;
  /** What the experiment declares of the axis, with its reasons. */
  readonly patternsRecur: { readonly answer: boolean; readonly because: string };
  readonly subsamplable: { readonly answer: boolean; readonly because: string };
}

/** How every strategy was tuned: the same configurations, on validation examples alone. */
export interface ComparedTuning {
  /** How many each strategy tries. */
  readonly configurations: number;
  /** By which they are drawn and trained; it is none of the seeds that count. */
  readonly seed: number;
  /** Smaller training sets take what was chosen for this one. */
  readonly trainExamples: number;
  /** The metric on the validation examples that chooses, of the best epoch. */
  readonly metric: string;
  readonly better: 'lower' | 'higher';
  readonly space: SearchSpace;
  /** The share of a range at each end within which a choice lies at its edge. */
  readonly edgeShare: number;
  /** How many of them are trained to how many epochs. */
  readonly rungs: readonly Rung[];
}

/** What the tuning of one strategy chose, and what it tried. */
export interface TunedStrategy {
  /** The number of the configuration that was chosen; null where every one failed. */
  readonly number: number | null;
  /** Its values; without those that change nothing of this strategy. */
  readonly values: Configuration | null;
  /** Its validation score after all epochs; null where there was nothing to tune. */
  readonly score: number | null;
  /** Values within {@link ComparedTuning.edgeShare} of an end of their range: better ones may lie beyond. */
  readonly atEdge: readonly Edge[];
  /** All that were tried; empty where nothing of the space changes this strategy. */
  readonly configurations: readonly TriedConfiguration[];
}

/** A configuration that was tried. */
export interface TriedConfiguration {
  readonly number: number;
  readonly values: Configuration;
  /** The validation score at the end of each rung that it entered. */
  readonly scores: readonly { readonly epochs: number; readonly score: number }[];
  /** `stopped`: others were better at the end of a rung; `failed`: its process died twice. */
  readonly outcome: 'finished' | 'stopped' | 'diverged' | 'failed';
  /** Why it diverged or failed. */
  readonly message?: string | undefined;
}

/** What came out for one strategy, over all seeds. */
export interface ComparedStrategy {
  readonly name: string;
  /** Null or absent where strategies were not tuned. */
  readonly tuned?: TunedStrategy | null | undefined;
  /** What its first filters do along each axis; null for a network without filters, a baseline. */
  readonly filter: readonly FilterAlongAxis[] | null;
  /**
   * Every convolution and every pooling with what it does along each axis, in their order; absent in
   * comparisons that the first release wrote.
   */
  readonly layers?: readonly LayerAlongAxes[] | undefined;
  /** Of the first filters that do not share all weights; `full` where there are none. */
  readonly weightSharing: 'full' | 'banded' | 'none';
  /** What the declaration says of it. */
  readonly expectation: string | null;
  /** Where it acts against the declared axes, in words; empty where it follows them. */
  readonly against: readonly string[];
  readonly parameters: number;
  readonly macs: number;
  /** By how much the widths of its layers were multiplied to meet the budget; 1 as declared. */
  readonly widthMultiplier: number;
  /** Its size divided by the budget's; null for `none`. */
  readonly sizeRatio: number | null;
  /** Absent where every layer was scaled alike. */
  readonly shape?: NetworkShape | undefined;
  /** Whether it learned what it could; absent in comparisons of the first release. */
  readonly trained?: TrainingCheck | undefined;
  /** Of every epoch, means over the seeds; absent in comparisons of the first release. */
  readonly trainingCurve?: readonly TrainingCurvePoint[] | undefined;
  /** Classes that no seed ever predicts for a test example, though some have that label. */
  readonly neverPredicted?: readonly string[] | undefined;
  /** In the order of {@link ExperimentComparison.classes}; absent where there are too many. */
  readonly perClass?: readonly ClassScores[] | undefined;
  /** Without a mean where the task has no classes. */
  readonly accuracy: MeanOverSeeds;
  /** Of {@link ComparedTask.score}; absent where strategies are compared by accuracy. See {@link scoreOf}. */
  readonly score?: MeanOverSeeds | undefined;
  readonly loss: MeanOverSeeds;
  readonly top5Accuracy?: MeanOverSeeds;
  /** Other metrics by name: macro F1, log loss and so on, and those that the experiment declares. */
  readonly metrics?: Readonly<Record<string, MeanOverSeeds>>;
  /** Counts over all seeds, `confusion[label][predicted]`; null where there are too many classes. */
  readonly confusion: readonly (readonly number[])[] | null;
  /** Accuracy by the number of training examples, the smallest first. */
  readonly learningCurve: readonly {
    readonly trainExamples: number;
    /** More epochs on smaller sets. */
    readonly epochs: number;
    readonly accuracy: MeanOverSeeds;
    readonly score?: MeanOverSeeds | undefined;
  }[];
  /** Accuracy, or the score, when the test inputs are moved along an axis. */
  readonly shifts: readonly ShiftCurve[];
  /** Of training, the median over seeds. */
  readonly seconds: number;
}

/** What scaling did to a network besides multiplying its widths. */
export interface NetworkShape {
  /** The width of its narrowest hidden layer, and the least that scaling goes down to. */
  readonly narrowest: number;
  readonly minimumWidth: number;
  /** Hidden layers that were left out, since they would have been narrower than that. */
  readonly layersLeftOut: number;
}

/** Whether a strategy learned what it could. */
export interface TrainingCheck {
  readonly verdict: 'trained' | 'not trained' | 'stopped early';
  /** One sentence each; empty where it trained. */
  readonly because: readonly string[];
  /** The share of test examples of the class that is most frequent in training; null without classes. */
  readonly majorityAccuracy: number | null;
  /** The mean test accuracy of the linear baseline, where it was compared; null where it was not. */
  readonly linearAccuracy: number | null;
}

/** The mean by which a strategy is compared: its accuracy, or where the task has no classes, its score. */
export const scoreOf = ({
  accuracy,
  score,
}: Pick<ComparedStrategy, 'accuracy' | 'score'>): MeanOverSeeds => score ?? accuracy;

/** The means over the seeds that trained so long. */
export interface TrainingCurvePoint {
  /** Counted from 1. */
  readonly epoch: number;
  readonly trainLoss: MeanOverSeeds;
  /** Null where the task has no classes. */
  readonly trainAccuracy: MeanOverSeeds | null;
  readonly validationLoss: MeanOverSeeds | null;
  readonly validationAccuracy: MeanOverSeeds | null;
}

/** Precision, recall and F1 of one class. */
export interface ClassScores {
  readonly class: string;
  /** The number of test examples of this class. */
  readonly examples: number;
  readonly precision: MeanOverSeeds;
  readonly recall: MeanOverSeeds;
  readonly f1: MeanOverSeeds;
}

/** What the first filter of a strategy does along one axis. */
export interface FilterAlongAxis {
  readonly axis: string;
  readonly move: 'slide' | 'span';
  readonly kernelSize: number;
  readonly length: number;
  readonly stride: number;
  /** The pooling window behind it; 1 where there is none. */
  readonly pool: number;
  /** Into how many stretches the axis is divided that share no weights; absent: undivided. */
  readonly bands?: number;
  /** Whether its positions come in an order drawn by the seed. */
  readonly shuffled?: boolean;
}

/** How the score falls when test examples are moved along an axis. */
export interface ShiftCurve {
  readonly axis: string;
  readonly testExamples: number;
  readonly points: readonly {
    /** Positions towards the end of the axis (negative: towards its beginning). */
    readonly shift: number;
    /** Without a mean where the task has no accuracy. */
    readonly accuracy: MeanOverSeeds;
    /** Of {@link ComparedTask.score}; absent where strategies are compared by accuracy. See {@link scoreOf}. */
    readonly score?: MeanOverSeeds | undefined;
  }[];
}

/** Strategy `a` against `b`, paired by seed and test example. */
export interface ComparedPair {
  readonly a: string;
  readonly b: string;
  /** Mean accuracy (or score) of `a` less that of `b`, and its 95 % interval; null with a single seed. */
  readonly difference: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Of the permutation test, and by Holm's correction over all pairs; null with a single seed. */
  readonly p: number | null;
  readonly pHolm: number | null;
  readonly effectSize: number | null;
  readonly seeds: number;
  /** One sentence that says what the numbers show. */
  readonly verdict: string;
  /** After how many seeds it was decided; null: undecided; absent where their number was fixed. */
  readonly decidedAfter?: number | null | undefined;
  /** The other metrics, by name: `f1Macro`, `logLoss`. */
  readonly metrics?: Readonly<Record<string, MetricDifference>> | undefined;
  /** What makes the interval doubtful; absent where nothing does. */
  readonly warning?: FewGroups | undefined;
  /**
   * With a single seed: the 95 % interval of the difference over test examples alone. It holds for the two
   * trained models, not for what trains them.
   */
  readonly overExamples?: { readonly low: number; readonly high: number } | undefined;
}

/** The difference of one metric between the strategies of a pair. */
export interface MetricDifference extends Pick<
  ComparedPair,
  'difference' | 'low' | 'high' | 'p' | 'pHolm'
> {
  /** One sentence that says what the numbers show; of the metric that was asked for. */
  readonly verdict?: string | undefined;
}

/** What the theory predicts of two strategies, and what was measured. */
export interface Claim {
  readonly better: string;
  readonly worse: string;
  readonly predicted: 'better' | 'equal';
  readonly because: string;
  /** `not testable`: a strategy that it rests on did not train. */
  readonly outcome: ClaimOutcome;
  readonly measured: string;
  /** The outcome at each size that was compared, and what they say together; absent with one size. */
  readonly atSizes?:
    | {
        readonly outcomes: readonly { readonly scale: number; readonly outcome: ClaimOutcome }[];
        /** `supported at every size`, `supported only at 1 and 4 times the budget`, `not shown at any size`. */
        readonly words: string;
      }
    | undefined;
}

/** What a comparison shows of a claim of the theory. */
export type ClaimOutcome = 'supported' | 'contradicted' | 'not shown' | 'not testable';

/** Test examples that most seeds of one strategy predict rightly, and most of another wrongly. */
export interface Disagreement {
  readonly right: string;
  readonly wrong: string;
  /** The number of such examples. */
  readonly count: number;
  /** Some of them, those first on which most seeds agree. */
  readonly examples: readonly DisagreedExample[];
}

/** A test example that one strategy predicts rightly and another wrongly. */
export interface DisagreedExample {
  /** Its place in the test split, from 0; `examples.json` beside the comparison holds its drawing. */
  readonly index: number;
  /** What finds it again: a file name, a file and its line. */
  readonly name?: string | undefined;
  readonly label: string;
  /** What the seeds of each strategy predict, the most frequent class first. */
  readonly predictions: Readonly<Record<'right' | 'wrong', readonly PredictedClass[]>>;
}

/** A class that seeds predict for an example. */
export interface PredictedClass {
  readonly class: string;
  /** How many seeds predict it. */
  readonly seeds: number;
}

/** A trial that ended with an error; the others are compared without it. */
export interface FailedTrial {
  readonly strategy: string;
  readonly seed: number;
  readonly trainExamples: number;
  /** The multiple of the budget; absent where it is 1. */
  readonly scale?: number | undefined;
  readonly message: string;
}
