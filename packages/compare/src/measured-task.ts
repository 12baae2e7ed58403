import { allTargets, type Dataset, type TargetForm } from '@axiswise/data';
import type { Experiment } from '@axiswise/experiment';
import { mean, type MetricInWords } from '@axiswise/statistics';
import { openTask, ScoreCounter, type Task, taskRecordOf } from '@axiswise/training';
import { type ExampleScore, type TrainingConfig, unitOf } from '@axiswise/training/kinds';
import type { ComparedFigure, ComparedTask } from './comparison.ts';

/** The task of a comparison, with what strategies are measured by and held against. */
export interface MeasuredTask {
  readonly task: Task;
  /** By which strategies are compared. */
  readonly score: ExampleScore;
  /** Further scores by the name of the metric. */
  readonly metrics: Readonly<Record<string, ExampleScore>>;
  /** What the prediction is worth that looks at no example. */
  readonly constant: {
    /** See `ConstantPrediction` of `@axiswise/training`. */
    readonly describe: string;
    /** Of each test example. */
    readonly scores: Float64Array;
    /** The mean of these scores, and the loss of the test examples. */
    readonly mean: number;
    readonly loss: number;
  };
  /**
   * What of the score counts as one: 1 for a share; else how far the constant prediction is from a perfect one. A
   * hundredth of it is a point.
   */
  readonly scale: number;
  /** The same of each metric. */
  readonly scales: Readonly<Record<string, number>>;
}

/** @throws InputError where the training examples do not fit the task. */
export function measuredTask(
  experiment: Experiment,
  { classes, targets: form, splits }: Dataset,
  training: TrainingConfig,
): MeasuredTask {
  const { train, test } = splits;
  const of = { classes, targets: form };
  const task = openTask(taskRecordOf(of, train, training, experiment), classes, {
    loss: training.loss,
    kinds: experiment,
  });
  const { score, constant } = task.kind;
  const metrics = task.kind.scores(of);
  const targets = allTargets(test);
  const outputs = task.constantOutputs(train, test.length);
  const outcome = { targets, predictions: task.outcome(outputs) };
  const counter = new ScoreCounter(task);
  counter.add(targets, outputs);
  const scores = score.of(outcome, of);
  const scaleOf = (each: ExampleScore, worth: () => number): number => {
    const [least, largest] = each.range;
    if (Number.isFinite(largest - least)) return largest - least;
    return Math.abs(worth() - (each.better === 'higher' ? largest : least));
  };
  const ofConstant = mean(scores);
  return {
    task,
    score,
    metrics,
    constant: {
      describe: constant.describe,
      scores,
      mean: ofConstant,
      loss: counter.scores().loss,
    },
    scale: scaleOf(score, () => ofConstant),
    scales: Object.fromEntries(
      Object.entries(metrics).map(([name, each]) => [
        name,
        scaleOf(each, () => mean(each.of(outcome, of))),
      ]),
    ),
  };
}

/** The task as the comparison records it; undefined for a classification. */
export function comparedTask({
  task,
  score,
  metrics,
  constant,
}: MeasuredTask): ComparedTask | undefined {
  const { targets } = task.form;
  if (!targets) return undefined;
  const figure = (of: ExampleScore): ComparedFigure => figureOf(of, targets);
  return {
    kind: targets.task,
    targets,
    score: figure(score),
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([name, metric]) => [name, figure(metric)]),
    ),
    constantScore: constant.mean,
  };
}

/** How a score is called and written. */
export function figureOf(
  { describe, better, unit, range: [least, largest] }: ExampleScore,
  targets: TargetForm | undefined,
): ComparedFigure {
  const isShare = least === 0 && largest === 1;
  return { describe, better, unit: unitOf(unit, targets) ?? null, isShare };
}

/** What verdicts say of the score; undefined where it is accuracy, of which they have words of their own. */
export function scoreInWords({ task, score }: MeasuredTask): MetricInWords | undefined {
  const { targets } = task.form;
  if (!targets) return undefined;
  const { unit, ...figure } = figureOf(score, targets);
  return { ...figure, largest: score.range[1], ...(unit !== null && { unit }) };
}
