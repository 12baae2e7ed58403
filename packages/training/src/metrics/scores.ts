import type { MetricKind, ScoredBatch } from './metric-kind.ts';
import { metrics } from './metrics.ts';

/** How well a network does on examples, by the names of the metrics. */
export interface Scores {
  /** Share of examples whose most probable class is their label. */
  readonly accuracy: number;
  /** Mean cross-entropy in nats. */
  readonly loss: number;
  /** Share of examples whose label is among the five most probable classes; where there are many. */
  readonly top5Accuracy?: number;
  /** The metrics that the experiment declares. */
  readonly [metric: string]: number | undefined;
}

/** What all metrics have added up so far: plain numbers by the metric's name. */
export type MetricTotals = Readonly<Record<string, readonly number[]>>;

/** Adds up the metrics of batch after batch. */
export class ScoreCounter {
  readonly #classes: number;
  readonly #totals: ReadonlyMap<MetricKind, Float64Array>;
  readonly #names: ReadonlyMap<string, MetricKind>;

  /**
   * @param options.own the metrics that an experiment declares.
   * @param options.from totals to go on from.
   */
  constructor(
    classes: number,
    options: {
      readonly own?: Readonly<Record<string, MetricKind>> | undefined;
      readonly from?: MetricTotals;
    } = {},
  ) {
    const { own, from = {} } = options;
    this.#classes = classes;
    this.#names = new Map(
      Object.entries({ ...metrics, ...own }).filter(
        ([, metric]) => metric.appliesTo?.(classes) ?? true,
      ),
    );
    this.#totals = new Map(
      [...this.#names].map(([name, metric]) => {
        const totals = new Float64Array(metric.size?.(classes) ?? 2);
        totals.set((from[name] ?? []).slice(0, totals.length));
        return [metric, totals];
      }),
    );
  }

  /**
   * @param loss the mean loss of the batch, where it is known already: training's own, which the
   *   gradients were computed from.
   */
  add(labels: Int32Array, scores: Float32Array, loss?: number): void {
    const batch: ScoredBatch = { labels, scores, classes: this.#classes };
    for (const [metric, totals] of this.#totals) {
      if (metric === metrics['loss'] && loss !== undefined) {
        totals[0] += loss * labels.length;
        totals[1] += labels.length;
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
