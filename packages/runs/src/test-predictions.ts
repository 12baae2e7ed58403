import { z } from 'zod';

/** The predictions of a run of the first release for every test example, in the order of the test split. */
export interface TestPredictions {
  /** The class of each example, an index into the run's classes. */
  readonly labels: readonly number[];
  readonly predicted: readonly number[];
}

/** The schema of the predictions of a run with so many test examples and classes. */
export function testPredictionsSchema(of: {
  readonly testExamples: number;
  readonly classes: readonly string[];
}): z.ZodType<TestPredictions> {
  const classes = z
    .array(
      z
        .int()
        .min(0)
        .max(of.classes.length - 1),
    )
    .refine((list) => list.length === of.testExamples, {
      error: ({ input }) =>
        `must have ${of.testExamples} elements, as many as there are test examples, got ` +
        String((input as readonly unknown[]).length),
    });
  return z.looseObject({ labels: classes, predicted: classes });
}
