import { InputError } from '@axiswise/messages';
import type { Task } from '../tasks/task.ts';
import type { MetricKind, ScoredBatch } from './metric-kind.ts';

/** How well a network does on examples, by the names of the metrics. */
export interface Scores {
  /** Share of examples whose most probable class is their label; of a classification. */
  readonly accuracy?: number;
  /** Mean cross-entropy in nats; of a regression the mean squared error in the unit of its targets. */
  readonly loss: number;
  /** Share of examples whose label is among the five most probable classes; where there are many. */
  readonly top5Accuracy?: number;
  /** The metrics that the experiment declares. */
  readonly [metric: string]: number | undefined;
}

/** The accuracy of a classification; what asks for it is for classifications alone. */
export function accuracyOf({ accuracy }: Scores): number {
  if (accuracy !== undefined) return accuracy;
  throw new InputError('run', 'there is no accuracy: the task is no classification');
}

/** What all metrics have added up so far: plain numbers by the metric's name. */
export type MetricTotals = Readonly<Record<string, readonly number[]>>;

/** Adds up the metrics of batch after batch. */
export class ScoreCounter {
  readonly #task: Task;
  readonly #totals: ReadonlyMap<MetricKind, Float64Array>;
  readonly #names: ReadonlyMap<string, MetricKind>;

  /**
   * @param options.own the metrics that an experiment declares.
   * @param options.from totals to go on from.
   */
  constructor(
    task: Task,
    options: {
      readonly own?: Readonly<Record<string, MetricKind>> | undefined;
      readonly from?: MetricTotals;
    } = {},
  ) {
    const { own, from = {} } = options;
    const classes = task.form.classes.length;
    this.#task = task;
    this.#names = new Map(
      Object.entries({ ...task.kind.metrics, ...own }).filter(
        ([, metric]) => metric.appliesTo?.(classes) ?? true,
      ),
    );
    this.#totals = new Map(
      [...this.#names].map(([name, metric]) => {
        const totals = new Float64Array(metric.size?.(classes, task.targetSize) ?? 2);
        totals.set((from[name] ?? []).slice(0, totals.length));
        return [metric, totals];
      }),
    );
  }

  /**
   * @param loss the mean loss of the batch, where it is known already: training's own, which the
   *   gradients were computed from. It is taken where it is what the metric `loss` measures.
   */
  add(targets: Float32Array, scores: Float32Array, loss?: number): void {
    const batch = new OfTask(this.#task, targets, scores);
    const known = this.#task.reportsLoss ? loss : undefined;
    for (const [metric, totals] of this.#totals) {
      if (metric === this.#task.kind.metrics['loss'] && known !== undefined) {
        const weight = this.#task.weight(targets);
        totals[0] += known * weight;
        totals[1] += weight;
      } else {
        metric.add(totals, batch);
      }
    }
  }

  /** What it all amounts to, by the metrics' names. */
  scores(): Scores {
    return Object.fromEntries(
      [...this.#names].map(([name, metric]) => {
        const totals = this.#totals.get(metric)!;
        return [name, metric.value ? metric.value(totals) : totals[0] / totals[1]];
      }),
    ) as unknown as Scores;
  }

  totals(): MetricTotals {
    return Object.fromEntries(
      [...this.#names].map(([name, metric]) => [name, [...this.#totals.get(metric)!]]),
    );
  }
}

/** A batch of a task; what no metric asks for is not computed. */
class OfTask implements ScoredBatch {
  readonly targets: Float32Array;
  readonly scores: Float32Array;
  readonly examples: number;
  readonly classes: number;
  readonly #task: Task;
  #labels: Int32Array | undefined;
  #predictions: Float32Array | undefined;

  constructor(task: Task, targets: Float32Array, scores: Float32Array) {
    this.#task = task;
    this.targets = targets;
    this.scores = scores;
    this.examples = targets.length / task.targetSize;
    this.classes = task.form.classes.length;
  }

  get labels(): Int32Array {
    return (this.#labels ??= Int32Array.from(this.targets));
  }

  get predictions(): Float32Array {
    return (this.#predictions ??= this.#task.predict(this.scores));
  }
}
