/** What one strategy says to the test examples, with each of its seeds. */
export interface Predictions {
  /** The class of each example. */
  readonly labels: ArrayLike<number>;
  /**
   * For each seed the probabilities of the classes, `examples × classes`, example after example: what
   * softmax makes of logits.
   */
  readonly probabilities: readonly ArrayLike<number>[];
}

/**
 * One figure of how good predictions are.
 *
 * It is written as a mean over examples: {@link metricScores} gives a score for each example whose mean
 * is the metric. So {@link scoreInterval} gives its interval, {@link pairedDifference} that of a
 * difference, {@link permutationTest} its p-value, all with groups too.
 */
export interface Metric {
  /** What it is called in print: `macro F1`. */
  readonly describe: string;
  readonly better: 'higher' | 'lower';
  /** Whether predicted classes are enough, or probabilities are needed. */
  readonly needs: 'predictions' | 'probabilities';
  /** The largest value that it can have; the least is 0. */
  readonly largest: number;
  /** The score of each example, with one seed. */
  readonly scores: (predictions: SeedPredictions) => Float64Array;
}

/** What one network says. */
interface SeedPredictions {
  readonly labels: ArrayLike<number>;
  /** The most probable class of each example, the first of equally probable ones. */
  readonly predicted: Int32Array;
  /** `examples × classes`. */
  readonly probabilities: ArrayLike<number>;
  readonly classes: number;
}

/**
 * A score for every seed and example, whose mean over the examples is the metric with that seed.
 *
 * Accuracy, log loss and top-k accuracy are means over examples as they stand. F1, precision, recall,
 * balanced accuracy and calibration error are not. Their scores are the metric plus the influence of the
 * example on it: what the metric would change by if examples like this one had more weight. The variance
 * of these scores is the one that the infinitesimal jackknife gives to the metric (Jaeckel 1972; Efron
 * 1982, chapter 6), to first order that of its bootstrap. Benchmarks/coverage.ts measures how often the
 * intervals cover.
 *
 * @returns seeds × examples, for {@link scoreInterval} and its like.
 * @throws RangeError where there is no seed, a label is no class, seeds have different numbers of
 *   probabilities, or the numbers of an example are no probabilities.
 * @example
 * const predictions = {
 *   labels: [0, 1, 1],
 *   probabilities: [Float32Array.of(0.75, 0.25, 0.5, 0.5, 0.25, 0.75)],
 * };
 * metricScores(metrics.accuracy, predictions); // [Float64Array.of(1, 0, 1)]
 * const { mean } = scoreInterval(metricScores(metrics.balancedAccuracy, predictions));
 * mean; // 0.75
 */
export function metricScores(
  metric: Metric,
  { labels, probabilities }: Predictions,
): Float64Array[] {
  const classes = (probabilities[0]?.length ?? 0) / labels.length;
  if (!Number.isInteger(classes) || classes < 2) {
    throw new RangeError(
      `there must be a seed with the probabilities of two classes or more for each of the ` +
        `${labels.length} examples, got ${probabilities[0]?.length ?? 0} probabilities`,
    );
  }
  for (let i = 0; i < labels.length; i++) {
    if (!Number.isInteger(labels[i]) || labels[i] < 0 || labels[i] >= classes) {
      throw new RangeError(
        `a label must be an integer from 0 to ${classes - 1}, got ${labels[i]} for example ${i}`,
      );
    }
  }
  return probabilities.map((ofSeed) =>
    metric.scores({
      labels,
      predicted: mostProbable(ofSeed, labels.length, classes),
      probabilities: ofSeed,
      classes,
    }),
  );
}

function mostProbable(
  probabilities: ArrayLike<number>,
  examples: number,
  classes: number,
): Int32Array {
  if (probabilities.length !== examples * classes) {
    throw new RangeError(
      `every seed must have ${examples} × ${classes} probabilities, got ${probabilities.length}`,
    );
  }
  return Int32Array.from({ length: examples }, (_, example) => {
    const from = example * classes;
    let best = from;
    let sum = 0;
    for (let i = from; i < from + classes; i++) {
      if (probabilities[i] > probabilities[best]) best = i;
      // NaN makes the sum NaN, and a negative number makes it wrong.
      sum += probabilities[i] >= 0 ? probabilities[i] : NaN;
    }
    // As far as half precision and rounded text may be from 1.
    if (!(Math.abs(sum - 1) < 0.01)) {
      throw new RangeError(
        `the probabilities of example ${example} must be 0 or above with a sum of 1 (not logits), got ` +
          Array.from({ length: classes }, (_, c) => probabilities[from + c]).join(', '),
      );
    }
    return best - from;
  });
}

/** The share of examples whose most probable class is their label (`accuracy_score`). */
const accuracy: Metric = {
  describe: 'accuracy',
  better: 'higher',
  needs: 'predictions',
  largest: 1,
  scores: ({ labels, predicted }) =>
    Float64Array.from(predicted, (each, i) => Number(each === labels[i])),
};

/** Of single precision: what lies nearer to 0 or 1 cannot be told from it. */
const leastProbability = 2 ** -23;

/**
 * Mean cross-entropy in nats (`log_loss`). Probabilities count as at least 2⁻²³ and at most 1 − 2⁻²³, as
 * scikit-learn takes those in single precision.
 */
const logLoss: Metric = {
  describe: 'log loss',
  better: 'lower',
  needs: 'probabilities',
  largest: -Math.log(leastProbability),
  scores: ({ labels, probabilities, classes }) =>
    Float64Array.from(labels, (label, i) => {
      const p = probabilities[i * classes + label];
      return -Math.log(Math.min(1 - leastProbability, Math.max(leastProbability, p)));
    }),
};

/**
 * The share of examples whose label is among the k most probable classes (`top_k_accuracy_score`). Of
 * equally probable classes the first counts as more probable.
 */
export const topKAccuracy = (k: number): Metric => ({
  describe: `top-${k} accuracy`,
  better: 'higher',
  needs: 'probabilities',
  largest: 1,
  scores: ({ labels, probabilities, classes }) =>
    Float64Array.from(labels, (label, i) => {
      const own = probabilities[i * classes + label];
      let before = 0;
      for (let c = 0; c < classes; c++) {
        const other = probabilities[i * classes + c];
        if (other > own || (other === own && c < label)) before++;
      }
      return Number(before < k);
    }),
});

/**
 * Expected calibration error (Guo et al. 2017): how far confidence, the largest probability, is from the
 * share of right predictions, over bins of confidence of equal width `((b − 1) / bins, b / bins]`, each
 * weighted by its share of the examples.
 *
 * Chance pulls shares away from confidence in every bin, so that the estimate is too large where there
 * are few examples a bin or a network is calibrated (Roelofs et al. 2022). Its interval covers what the
 * same number of examples would give on average. The bias of two strategies is alike and mostly cancels
 * in their difference.
 *
 * @param bins 15 by default, as in the paper.
 */
export const expectedCalibrationError = (bins = 15): Metric => ({
  describe: 'expected calibration error',
  better: 'lower',
  needs: 'probabilities',
  largest: 1,
  scores: ({ labels, predicted, probabilities, classes }) => {
    const sums = new Float64Array(bins);
    const binOf = new Int32Array(labels.length);
    const gaps = Float64Array.from(predicted, (each, i) => {
      const confidence = probabilities[i * classes + each];
      binOf[i] = Math.min(bins, Math.ceil(confidence * bins)) - 1;
      const gap = Number(each === labels[i]) - confidence;
      sums[binOf[i]] += gap;
      return gap;
    });
    // |sum of gaps| is their sum with one sign for the bin: a mean over examples.
    return gaps.map((gap, i) => gap * Math.sign(sums[binOf[i]]));
  },
});

/** A ratio of counts for a class: right predictions over labels, predictions or both. */
interface ClassRatio {
  readonly describe: string;
  readonly ofRight: number;
  readonly ofLabels: number;
  readonly ofPredicted: number;
}
const ratios = {
  precision: { describe: 'precision', ofRight: 1, ofLabels: 0, ofPredicted: 1 },
  recall: { describe: 'recall', ofRight: 1, ofLabels: 1, ofPredicted: 0 },
  f1: { describe: 'F1', ofRight: 2, ofLabels: 1, ofPredicted: 1 },
} satisfies Record<string, ClassRatio>;

const ofClass =
  (ratio: ClassRatio) =>
  (label: number): Metric => ({
    describe: `${ratio.describe} of class ${label}`,
    better: 'higher',
    needs: 'predictions',
    largest: 1,
    scores: (predictions) => meanOfRatios(predictions, ratio, (c) => c === label),
  });

/** The share of the examples predicted as a class that have its label; 0 where there are none. */
export const precision = ofClass(ratios.precision);
/** The share of the examples with the label of a class that are predicted as it; 0 where there are none. */
export const recall = ofClass(ratios.recall);
/** The harmonic mean of {@link precision} and {@link recall} of a class. */
export const f1 = ofClass(ratios.f1);

/** The mean recall of the classes that occur among the labels (`balanced_accuracy_score`). */
const balancedAccuracy: Metric = {
  describe: 'balanced accuracy',
  better: 'higher',
  needs: 'predictions',
  largest: 1,
  scores: (predictions) =>
    meanOfRatios(predictions, ratios.recall, (_, { labelled }) => labelled > 0),
};

/**
 * The mean F1 of the classes that occur among the labels or the predictions (`f1_score` with
 * `average='macro'`).
 */
const f1Macro: Metric = {
  describe: 'macro F1',
  better: 'higher',
  needs: 'predictions',
  largest: 1,
  scores: (predictions) =>
    meanOfRatios(predictions, ratios.f1, (_, { labelled, predicted }) => labelled + predicted > 0),
};

/**
 * The scores of the mean of a ratio over some classes. The influence of an example on a ratio of sums is
 * what it adds to the upper sum less the ratio times what it adds to the lower, over the mean of the lower.
 */
function meanOfRatios(
  { labels, predicted, classes }: SeedPredictions,
  { ofRight, ofLabels, ofPredicted }: ClassRatio,
  counts: (label: number, of: { readonly labelled: number; readonly predicted: number }) => boolean,
): Float64Array {
  const right = new Float64Array(classes);
  const labelledAs = new Float64Array(classes);
  const predictedAs = new Float64Array(classes);
  for (let i = 0; i < predicted.length; i++) {
    labelledAs[labels[i]]++;
    predictedAs[predicted[i]]++;
    if (labels[i] === predicted[i]) right[labels[i]]++;
  }
  const counted = Array.from({ length: classes }, (_, c) =>
    counts(c, { labelled: labelledAs[c], predicted: predictedAs[c] }),
  );
  const share = 1 / counted.filter(Boolean).length;
  const value = new Float64Array(classes);
  /** What one unit in a sum of the class changes the mean by. */
  const weight = new Float64Array(classes);
  let mean = 0;
  for (let c = 0; c < classes; c++) {
    const below = ofLabels * labelledAs[c] + ofPredicted * predictedAs[c];
    if (!counted[c] || below === 0) continue;
    value[c] = (ofRight * right[c]) / below;
    weight[c] = (share * predicted.length) / below;
    mean += share * value[c];
  }
  return Float64Array.from(predicted, (p, i) => {
    const label = labels[i];
    return (
      mean +
      (p === label ? ofRight * weight[p] : 0) -
      ofLabels * value[label] * weight[label] -
      ofPredicted * value[p] * weight[p]
    );
  });
}

/** Metrics of all classes by name, as scikit-learn calls them. */
export const metrics = {
  accuracy,
  balancedAccuracy,
  f1Macro,
  logLoss,
  top5Accuracy: topKAccuracy(5),
  expectedCalibrationError: expectedCalibrationError(),
} satisfies Record<string, Metric>;
