import type { TargetForm } from '@axiswise/data';
import { withUnit } from '@axiswise/messages';

/**
 * One figure of how well a network predicts: what it adds up over batches, and what that amounts to.
 * An experiment declares its own under `metrics`.
 *
 * Totals are added number by number, so that they can be kept over batches, over the parts of a batch
 * that several threads work on, and over an interruption.
 *
 * @example
 * // The mean probability that the network gives to the label's neighbours could be one, or simply:
 * const topTwo: MetricKind = {
 *   describe: 'top-2 accuracy',
 *   better: 'higher',
 *   add: (totals, { labels, scores, classes }) => {
 *     labels.forEach((label, i) => {
 *       const row = scores.subarray(i * classes, (i + 1) * classes);
 *       totals[0] += row.filter((score) => score > row[label]).length < 2 ? 1 : 0;
 *     });
 *     totals[1] += labels.length;
 *   },
 * };
 */
export interface MetricKind {
  /** What it is called in print: `top-5 accuracy`. */
  readonly describe: string;
  /** Which way is better; decides the best epoch where the metric is chosen by `bestBy`. */
  readonly better: 'higher' | 'lower';
  /** Whether it is reported for so many classes (0 where the task has none); without it, always. */
  appliesTo?(classes: number): boolean;
  /** How many numbers its totals are, which start at zero: by default two, a sum and a count. */
  size?(classes: number, targetSize: number): number;
  /** Adds a batch to the totals, in place. */
  add(totals: Float64Array, batch: ScoredBatch): void;
  /** What the totals amount to: by default the sum, `totals[0]`, over the count, `totals[1]`. */
  value?(totals: Float64Array): number;
  /** The value as people read it; by default four decimal places. */
  format?(value: number): string;
  /** Where it has the unit of the targets, or its square; by default it has none. */
  readonly unit?: 'target' | 'squared';
}

/**
 * A value of a metric as people read it.
 *
 * @param targets what is predicted, whose unit it has where all numbers of a target have the same.
 */
export function formatMetric(
  { format, unit }: MetricKind,
  value: number,
  targets?: TargetForm,
): string {
  if (format) return format(value);
  return withUnit(value.toFixed(4), unitOf(unit, targets));
}

/** The unit of a figure, in print: `px`, `px²`; undefined where it has none, or its numbers have several. */
export function unitOf(unit: MetricKind['unit'], targets?: TargetForm): string | undefined {
  const [of, ...others] = new Set(targets?.units);
  if (unit === undefined || of === undefined || others.length > 0) return undefined;
  return unit === 'target' ? of : `${of}²`;
}

/** Some examples with what the network says to them. */
export interface ScoredBatch {
  readonly examples: number;
  /** The class of each example, where there are classes. */
  readonly labels: Int32Array;
  /** What is right, `examples × target size`: classes as numbers, or numbers in their unit. */
  readonly targets: Float32Array;
  /** Logits, `examples × classes`, example after example; in other tasks the network's outputs. */
  readonly scores: Float32Array;
  /** What the task makes of them: probabilities, or numbers in the unit of the targets. */
  readonly predictions: Float32Array;
  readonly classes: number;
}
