import type { ComparedStrategy, ExperimentComparison } from '@axiswise/compare';

/** What a comparison shows whatever was compared: strategies, or models of which only predictions are known. */
export interface Scored extends Pick<
  ExperimentComparison,
  'seeds' | 'classes' | 'pairs' | 'testGroups' | 'disagreements' | 'declaredMetrics' | 'task'
> {
  readonly strategies: readonly ScoredStrategy[];
}

export type ScoredStrategy = Pick<
  ComparedStrategy,
  'name' | 'accuracy' | 'score' | 'metrics' | 'perClass' | 'neverPredicted' | 'confusion'
>;

/** What is compared, in the singular. */
export type Noun = 'strategy' | 'model';
