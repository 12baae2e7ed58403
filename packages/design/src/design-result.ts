import type { ComparedTask, Comparison, PairOutcome } from '@axiswise/compare';
import type { Diagnosis, Evidence, NeededExamples, Verdict } from '@axiswise/diagnose';
import type { TrainExperimentResult } from '@axiswise/runner';

/**
 * How sure a proposal is: shown by the data, or a guess; `given` where there is no choice, since each position along
 * the axis has a label of its own.
 */
export type Certainty = 'shown' | 'guess' | 'given';

/** What is proposed of one question about an axis, and why. */
export interface Proposal {
  readonly certainty: Certainty;
  readonly verdict: Verdict;
  /** In words for people without statistics, with the exact numbers in brackets. */
  readonly because: string;
  readonly evidence: readonly Evidence[];
  /** Where examples are too few to be sure. */
  readonly needed?: NeededExamples | null | undefined;
}

/** What is proposed of one axis. */
export interface DesignedAxis {
  readonly axis: string;
  readonly length: number;
  readonly move: 'slide' | 'span';
  readonly moving: Proposal;
  /** Whether the recommended network subsamples the axis, by pooling. */
  readonly subsample: boolean;
  readonly subsampling: Proposal;
}

/** A mean over the seeds of a comparison, with its 95 % interval. */
export interface MeasuredMean {
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** A strategy of the written experiment, with what was measured of it. */
export interface DesignedStrategy {
  readonly name: string;
  readonly expectation: string;
  readonly parameters: number;
  /** Test accuracy; without a mean where the task is no classification. */
  readonly accuracy: MeasuredMean;
  /** By which strategies are compared where that is not accuracy; see {@link Design.task}. */
  readonly score?: MeasuredMean | undefined;
  /** The other metrics of {@link Design.task}, by name; absent of a classification. */
  readonly metrics?: Readonly<Record<string, MeasuredMean>> | undefined;
  /** Why its accuracy, or score, does not say what its filters can do; empty where it trained. */
  readonly untrained: readonly string[];
  /** How much more accurate the recommended one is; null for itself. */
  readonly behind: {
    /** Accuracy, or score, of the recommended one less that of this one: negative is better where lower is. */
    readonly difference: number;
    readonly low: number | null;
    readonly high: number | null;
    /**
     * Of the recommended one; `not shown`: the numbers allow neither; `not testable`: one of the two did not train,
     * or was stopped early and is not better all the same.
     */
    readonly outcome: PairOutcome;
    /** One sentence that says what the numbers show. */
    readonly verdict: string;
  } | null;
}

/** The result of `design`. */
export interface Design {
  readonly format: 1;
  readonly command: string;
  readonly experiment: string;
  readonly data: string;
  /** What one example is, in the plural: `pictures`. */
  readonly examples: string;
  readonly shape: readonly number[];
  /** Empty where the task has none. */
  readonly classes: readonly string[];
  /** What is predicted, and by what strategies are compared; absent: a class of each example, by accuracy. */
  readonly task?: ComparedTask | undefined;
  readonly trainExamples: number;
  readonly testExamples: number;
  readonly axes: readonly DesignedAxis[];
  readonly recommended: {
    readonly strategy: string;
    readonly move: Readonly<Record<string, 'slide' | 'span'>>;
    readonly pool: readonly string[];
  };
  /** The recommended one first; the baseline last. */
  readonly strategies: readonly DesignedStrategy[];
  /** Written, relative to the working directory. */
  readonly files: readonly string[];
  /** The recommended network, trained. */
  readonly trained: TrainExperimentResult;
  readonly diagnosis: Diagnosis;
  readonly comparison: Comparison;
  /** Where the diagnosis is kept. */
  readonly diagnosisDir: string;
  readonly seconds: number;
}
