import type { Budget } from '@axiswise/experiment';
import type { ComparedPair } from '@axiswise/compare';
import type { Environment } from '@axiswise/runner';
import type { ScoreVariance } from '@axiswise/statistics';
import type { Edge, Rung, SearchSpace } from '@axiswise/tuning';

/** `not shown`: the numbers allow neither yes nor no. */
export type Verdict = 'yes' | 'no' | 'not shown';

/** A number with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The result of `diagnose`; `diagnosis.json` holds it. */
export interface Diagnosis {
  readonly format: 1;
  readonly command: string;
  readonly createdAt: string;
  readonly environment: Environment;
  readonly experiment: string;
  readonly data: string;
  readonly backend: string;
  readonly trainExamples: number;
  readonly testExamples: number;
  readonly seeds: number;
  /** The same for every classifier. */
  readonly epochs: number;
  /** A loss of accuracy up to this is none, as a share of 1. */
  readonly margin: number;
  /** What a reader of the diagnosis should know of how the examples were drawn. */
  readonly notes: readonly string[];
  /** Accuracy of always predicting the most frequent class; of another task the {@link score} of the constant. */
  readonly chance: number;
  /** What is measured where the task is no classification, as a share of 1; absent: accuracy. */
  readonly score?: DiagnosisScore | undefined;
  /** Every way to slide or span along the axes, and its accuracy. */
  readonly classifiers: readonly {
    readonly move: Readonly<Record<string, 'slide' | 'span'>>;
    /** Of another task its {@link Diagnosis.score}. */
    readonly accuracy: Estimate;
    /** Trainable weights: filters that span have more each, and there are fewer of them. */
    readonly parameters: number;
  }[];
  /** How every network was tuned before its seeds; null or absent: none was. */
  readonly tuning?: DiagnosisTuning | null | undefined;
  /** What test examples depend on each other; null or absent: none do. */
  readonly testGroups?: { readonly count: number } | null | undefined;
  readonly axes: readonly DiagnosedAxis[];
  readonly recommendation: {
    /** As it would be declared: `{ height: slide, width: span }`. */
    readonly move: Readonly<Record<string, 'slide' | 'span'>>;
    readonly pool: readonly string[];
    /** In words, saying what is not shown and hence a guess. */
    readonly sentence: string;
    /** The experiment's declared strategy that does this; null where there is none. */
    readonly strategy: string | null;
    /** For each axis whether the way to move is shown, or a guess by the accuracies of the classifiers. */
    readonly basis?: Readonly<Record<string, 'shown' | 'guess'>> | undefined;
  };
  /** The comparison that the verdicts are compared with; null where there is none. */
  readonly comparison: ComparisonBeside | null;
  /** For each axis both questions: what was declared, diagnosed, and measured by the comparison. */
  readonly agreement: readonly Agreement[];
  readonly seconds: number;
}

/** The score of a task, as a diagnosis counts it. */
export interface DiagnosisScore {
  /** `label accuracy`, or `skill score`. */
  readonly describe: string;
  /** What gives {@link Diagnosis.chance}: `that of always predicting the mean of the training targets`. */
  readonly constant: string;
  /** Whether it lies between 0 and 1; else it is at most 1. */
  readonly isBounded: boolean;
}

/** How classifiers were tuned: the same learning rates, on validation examples alone. */
export interface DiagnosisTuning {
  /** How many learning rates each network tried. */
  readonly configurations: number;
  /** The metric on the validation examples that chooses, of the best epoch. */
  readonly metric: 'loss';
  readonly space: SearchSpace;
  readonly rungs: readonly Rung[];
  /** What was found for each network. */
  readonly classifiers: readonly {
    /** `slide-time-span-embedding-unshared-time`. */
    readonly name: string;
    readonly words: string;
    readonly learningRate: number;
    /** The validation loss after all epochs; null where every configuration diverged. */
    readonly loss: number | null;
    readonly atEdge: readonly Edge[];
  }[];
}

/** Which comparison of strategies it is, and how it was made. */
export interface ComparisonBeside {
  readonly path: string;
  readonly command: string;
  readonly createdAt: string;
  readonly seeds: number;
  readonly trainExamples: number;
  readonly testExamples: number;
  /** In what its strategies are of one size. */
  readonly budget: Budget;
}

/** One question about an axis: what is declared, diagnosed and measured by a comparison. */
export interface Agreement {
  readonly axis: string;
  readonly question: 'slide' | 'subsample';
  /** What the experiment declares. */
  readonly declared: boolean;
  /** Of the diagnosis. */
  readonly verdict: Verdict;
  /** Every two strategies of the comparison that differ in nothing else. */
  readonly measured: readonly MeasuredDifference[];
  /** The verdict of these together; `mixed` where some say yes and some no; null without any. */
  readonly found: Verdict | 'mixed' | null;
  /** `open` where the diagnosis shows neither. */
  readonly withDeclaration: 'agree' | 'disagree' | 'open';
  /** `open` where the diagnosis or the comparison shows neither; null where there is nothing measured. */
  readonly withComparison: 'agree' | 'disagree' | 'open' | null;
}

/** Two strategies of a comparison that differ in one thing. */
export interface MeasuredDifference extends Pick<
  ComparedPair,
  'difference' | 'low' | 'high' | 'pHolm' | 'seeds' | 'verdict'
> {
  /** The strategy that slides along the axis, or subsamples it. The difference is its accuracy less that of the other. */
  readonly does: string;
  /** The strategy that spans the axis, or does not subsample it. */
  readonly doesNot: string;
  /** The axes that they treat differently: more than one where several are subsampled together. */
  readonly axes: readonly string[];
  /** Whether the strategy that slides also subsamples the axis, which a spanning one cannot. */
  readonly alsoSubsamples: boolean;
}

/** What the data says of one axis. */
export interface DiagnosedAxis {
  readonly axis: string;
  readonly length: number;
  /** Do the same patterns recur at different positions along the axis? */
  readonly slide: Judged;
  /** Does the object stay what it is when every second position is dropped? */
  readonly subsample: Judged;
  /** What the experiment declares. */
  readonly declared: { readonly patternsRecur: boolean; readonly subsamplable: boolean };
}

/** An answer about an axis, with its reason. */
export interface Judged {
  readonly verdict: Verdict;
  /** Why, in words for people without statistics, with the exact numbers in brackets. */
  readonly because: string;
  readonly evidence: readonly Evidence[];
  /** Where the verdict is "not shown" because examples are too few; absent or null elsewhere. */
  readonly needed?: NeededExamples | null | undefined;
}

/** One measurement behind a verdict. */
export interface Evidence {
  /** Stable name: `advantage-of-sliding`, `patch-tells-position`, `labels-survive-shift`, … */
  readonly name: string;
  /** What was measured, in words. */
  readonly what: string;
  /** Differences of accuracy or accuracies, as shares of 1. */
  readonly estimate: Estimate;
  /** The value without any effect of the axis: chance of an accuracy, 0 of a difference. */
  readonly baseline: number;
  /** Whether it is a score and no difference, which the baseline may not tell. */
  readonly isScore?: true | undefined;
  /** Of a difference: the probability of one as large by chance alone, where there is none. */
  readonly p?: number | undefined;
  /** Of a difference: how much it varies with seeds and examples, so that more of them can be planned. */
  readonly variance?: ScoreVariance | undefined;
}

/**
 * How many test examples would be needed where a question is left open, if seeds and examples go on varying as
 * they did here and the estimate is right.
 */
export interface NeededExamples {
  /** The evidence that is too uncertain: {@link Evidence.name}. */
  readonly evidence: string;
  /** The difference that the evidence would then show, as a share of 1. */
  readonly toShow: number;
  /** What that difference is compared with, as a share of 1: 0, or the margin. */
  readonly against: number;
  /** In what share of such diagnoses it would. */
  readonly power: number;
  readonly testExamples: number;
  /** More than were trained, where no number of examples would be enough with these. */
  readonly seeds: number;
}
