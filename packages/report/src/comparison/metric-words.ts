import type { MeanOverSeeds } from '@axiswise/compare';
import {
  decimal,
  figureWords,
  inPercent,
  percentInterval,
  points,
  pointsInterval,
} from '@axiswise/messages';
import { type Metric, metrics as known } from '@axiswise/statistics';
import { isMeasured } from './ranking.ts';
import type { Scored, ScoredStrategy } from './scored.ts';

/** How the numbers of a metric are written. */
export interface MetricWords {
  readonly name: string;
  /** With its unit: `macro F1 (%)`. */
  readonly title: string;
  /** Absent for metrics that the experiment declares, which may be any. */
  readonly better?: Metric['better'];
  readonly value: (value: number) => string;
  readonly interval: (low: number | null, high: number | null) => string;
  /** With its sign; the ends of its interval may decide how many digits it has. */
  readonly difference: (difference: number, low?: number | null, high?: number | null) => string;
  readonly differenceInterval: (low: number | null, high: number | null) => string;
}

/** Of the metrics that we know, all but this are shares of 1. */
const inNats = 'logLoss';

type WithMetrics = Pick<Scored, 'strategies' | 'declaredMetrics' | 'task'>;

/** The metrics of an experiment besides accuracy, ours first, then those that it declares. */
export const metricsOf = (experiment: WithMetrics): MetricWords[] => [
  ...namesOf(experiment)
    .filter((name) => !isDeclared(name, experiment))
    .map((name) => wordsOf(name, experiment)),
  ...declaredMetricsOf(experiment),
];

/** Those that the experiment declares, whose numbers may be any. */
export const declaredMetricsOf = (experiment: WithMetrics): MetricWords[] =>
  namesOf(experiment)
    .filter((name) => isDeclared(name, experiment))
    .map((name) => wordsOfAny(name));

const namesOf = ({ strategies }: WithMetrics): string[] => [
  ...new Set(strategies.flatMap(({ metrics }) => Object.keys(metrics ?? {}))),
];

/** An experiment may declare a metric that has the name of one of ours. */
const isDeclared = (name: string, { declaredMetrics = [], task }: WithMetrics): boolean =>
  declaredMetrics.includes(name) || !(isKnown(name) || Object.hasOwn(task?.metrics ?? {}, name));

/** Writes the mean of a metric over the seeds; empty where no trial finished. */
export function metricMean(
  { metrics }: Pick<ScoredStrategy, 'metrics'>,
  { name, value }: MetricWords,
): string {
  const found: MeanOverSeeds | undefined = metrics?.[name];
  return found && isMeasured(found) ? value(found.mean) : '';
}

/** How the score that tuning chooses by is written: shares of 1 in percent, as everywhere on the page. */
export function tuningScore(metric: string): {
  readonly title: string;
  readonly scale: number;
  readonly value: (score: number) => string;
  /** Without a sign, with its unit where it has one. */
  readonly distance: (distance: number) => string;
} {
  return isKnown(metric) && metric !== inNats
    ? {
        title: `validation ${metric} (%)`,
        scale: 100,
        value: (score) => inPercent(score),
        distance: (distance) => `${inPercent(distance)} points`,
      }
    : {
        title: `validation ${metric}`,
        scale: 1,
        value: (score) => decimal(score, 4),
        distance: (distance) => decimal(distance, 3),
      };
}

const isKnown = (name: string): name is keyof typeof known => Object.hasOwn(known, name);

function wordsOf(name: string, { task }: WithMetrics): MetricWords {
  const figure = task?.metrics[name];
  if (figure) {
    const { title, better, number, interval, difference, differenceInterval } = figureWords(figure);
    return { name, title, better, value: number, interval, difference, differenceInterval };
  }
  const metric = isKnown(name) ? known[name] : undefined;
  const title = metric?.describe ?? name;
  const better = metric && { better: metric.better };
  if (metric && name !== inNats) {
    return {
      name,
      title: `${title} (%)`,
      ...better,
      value: inPercent,
      interval: percentInterval,
      difference: (value) => points(value),
      differenceInterval: pointsInterval,
    };
  }
  return wordsOfAny(name, metric);
}

function wordsOfAny(name: string, metric?: Metric): MetricWords {
  const signed = (value: number): string => {
    const text = decimal(value, 4);
    return value > 0 && Number(text) !== 0 ? `+${text}` : text;
  };
  const bracketed =
    (write: (value: number) => string) =>
    (low: number | null, high: number | null): string =>
      low === null || high === null ? '' : `[${write(low)}, ${write(high)}]`;
  const plain = (value: number): string => decimal(value, 4);
  return {
    name,
    title: metric?.describe ?? name,
    ...(metric && { better: metric.better }),
    value: plain,
    interval: bracketed(plain),
    difference: signed,
    differenceInterval: bracketed(signed),
  };
}
