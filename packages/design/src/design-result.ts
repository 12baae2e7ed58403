import type { Comparison, PairOutcome } from '@axiswise/compare';
import type { Diagnosis, Evidence, NeededExamples, Verdict } from '@axiswise/diagnose';
import type { TrainExperimentResult } from '@axiswise/runner';

/** How sure a proposal is: shown by the data, or a guess. */
export type Certainty = 'shown' | 'guess';

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

/** A strategy of the written experiment, with what was measured of it. */
export interface DesignedStrategy {
  readonly name: string;
  readonly expectation: string;
  readonly parameters: number;
  /** Test accuracy over the seeds of the comparison. */
  readonly accuracy: {
    readonly mean: number;
    readonly low: number | null;
    readonly high: number | null;
  };
  /** Why its accuracy does not say what its filters can do; empty where it trained. */
  readonly untrained: readonly string[];
  /** How much more accurate the recommended one is; null for itself. */
  readonly behind: {
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
  readonly classes: readonly string[];
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
