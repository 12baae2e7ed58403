import type { ComparedPair, ComparedStrategy, ExperimentComparison } from './comparison.ts';

/** The result of `compare-predictions`: models of which nothing but their predictions is known. */
export interface PredictionComparison {
  readonly format: 1;
  readonly command: string;
  readonly createdAt: string;
  /** The files that hold the predictions, as they were given. */
  readonly files: readonly string[];
  /** By what models are ranked and sentences are made: `accuracy`, or one of {@link ComparedModel.metrics}. */
  readonly metric: string;
  /** The model that the others are compared with; null: every two are compared. */
  readonly reference: string | null;
  /** All that a model has, ascending. */
  readonly seeds: readonly number[];
  readonly testExamples: number;
  readonly testGroups: NonNullable<ExperimentComparison['testGroups']> | null;
  readonly classes: readonly string[];
  /** In the order of the files. */
  readonly models: readonly ComparedModel[];
  /** Compared over the seeds that both have; two models without a common seed are no pair. */
  readonly pairs: readonly ComparedPair[];
  /** Examples that one model gets right and another wrong, of the best model with the reference and the next. */
  readonly disagreements: NonNullable<ExperimentComparison['disagreements']>;
  /** Where the report lies. */
  readonly runDir: string;
}

/**
 * What predictions tell of a model. Its means are over its own seeds; values are null with a seed that it
 * does not have.
 */
export interface ComparedModel
  extends
    Pick<ComparedStrategy, 'name' | 'accuracy' | 'neverPredicted' | 'perClass' | 'confusion'>,
    Required<Pick<ComparedStrategy, 'metrics'>> {
  readonly seeds: readonly number[];
}
