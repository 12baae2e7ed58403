import type { Scores, Task } from '@axiswise/training';
import type { TestOutcome, TestReport } from '@axiswise/training/kinds';

/** How well a test went. */
export interface ReportedTest extends Omit<TestReport, 'metrics'> {
  readonly test: Scores;
}

/**
 * Adds what the task says of a test to its scores.
 *
 * @param scores of the evaluation; an experiment's own metric of the same name stays.
 */
export function testReport(
  scores: Scores,
  { kind, form }: Task,
  outcome: TestOutcome,
): ReportedTest {
  const { metrics, ...report } = kind.report?.(outcome, form) ?? { metrics: {}, confusion: null };
  return { test: { ...metrics, ...scores }, ...report };
}
