/** How often each class is a label, is predicted, and is predicted rightly. */
export interface ClassCounts {
  readonly labelled: Float64Array;
  readonly predicted: Float64Array;
  readonly right: Float64Array;
}

/** How well one class is predicted. */
export interface ClassScore {
  /** The number of examples with this label. */
  readonly examples: number;
  /** The number of examples that are predicted as this class. */
  readonly predicted: number;
  /** The share of the examples predicted as this class that have its label; 0 where there are none. */
  readonly precision: number;
  /** The share of the examples with this label that are predicted as it; 0 where there are none. */
  readonly recall: number;
  /** The harmonic mean of both; 0 where the class is neither a label nor predicted. */
  readonly f1: number;
}

/**
 * Counts labels and predictions class by class.
 *
 * @param labels the class of each example, an integer from 0 to before `classes`.
 * @param predicted the same of its prediction.
 * @example
 * const counts = countClasses([0, 0, 1], [0, 1, 1], 2);
 * Array.from(counts.right); // [1, 1]
 */
export function countClasses(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): ClassCounts {
  const [labelled, predictedAs, right] = [0, 0, 0].map(() => new Float64Array(classes));
  for (let i = 0; i < labels.length; i++) {
    labelled[labels[i]]++;
    predictedAs[predicted[i]]++;
    if (labels[i] === predicted[i]) right[labels[i]]++;
  }
  return { labelled, predicted: predictedAs, right };
}

/**
 * Precision, recall and F1 of every class, as `precision_recall_fscore_support` of scikit-learn with
 * `zero_division=0`.
 *
 * @example
 * const [first, second] = classScores(countClasses([0, 0, 1], [0, 1, 1], 2));
 * first; // { examples: 2, predicted: 1, precision: 1, recall: 0.5, f1: 2 / 3 }
 * second; // { examples: 1, predicted: 2, precision: 0.5, recall: 1, f1: 2 / 3 }
 */
export const classScores = ({ labelled, predicted, right }: ClassCounts): ClassScore[] =>
  Array.from(labelled, (examples, c) => ({
    examples,
    predicted: predicted[c],
    precision: ratio(right[c], predicted[c]),
    recall: ratio(right[c], examples),
    f1: ratio(2 * right[c], examples + predicted[c]),
  }));

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
