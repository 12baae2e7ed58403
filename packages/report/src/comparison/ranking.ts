import type { ComparedStrategy, ExperimentComparison, MeanOverSeeds } from '@axiswise/compare';

/** No trial of it finished: there is no mean. (In JSON, where there is no NaN, it is null.) */
export const isMeasured = ({ mean }: MeanOverSeeds): boolean =>
  mean !== null && Number.isFinite(mean);

/** The strategies of which there are results, the highest mean accuracy first. */
export const ranked = ({ strategies }: ExperimentComparison): ComparedStrategy[] =>
  strategies
    .filter(({ accuracy }) => isMeasured(accuracy))
    .sort((a, b) => b.accuracy.mean - a.accuracy.mean);

/** The names of the metrics that the experiment declares. */
export const metricsOf = ({ strategies }: ExperimentComparison): string[] => [
  ...new Set(strategies.flatMap(({ metrics }) => Object.keys(metrics ?? {}))),
];

/** The mean of such a metric over the seeds: `0.8125`; empty where no trial finished. */
export function metricMean({ metrics }: ComparedStrategy, name: string): string {
  const found = metrics?.[name];
  return found && isMeasured(found) ? found.mean.toFixed(4) : '';
}

/** What the others are held against: the strategy whose size they have, else the most accurate. */
export function referenceOf(experiment: ExperimentComparison): string | null {
  const { budget, strategies } = experiment;
  const sized = strategies.find(({ name }) => name === budget.reference);
  if (sized && isMeasured(sized.accuracy)) return sized.name;
  return ranked(experiment)[0]?.name ?? null;
}

export interface DifferenceToReference {
  readonly strategy: string;
  /** Mean accuracy of the strategy less that of the reference. */
  readonly difference: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly pHolm: number | null;
  readonly verdict: string;
}

/** How the other strategies differ from one of them. */
export function differencesTo(
  { pairs }: ExperimentComparison,
  reference: string,
): DifferenceToReference[] {
  return pairs.flatMap(({ a, b, difference, low, high, pHolm, verdict }) => {
    if (b === reference) return [{ strategy: a, difference, low, high, pHolm, verdict }];
    if (a !== reference) return [];
    const turned = (value: number | null): number | null => (value === null ? null : -value);
    return [
      {
        strategy: b,
        difference: -difference,
        low: turned(high),
        high: turned(low),
        pHolm,
        verdict,
      },
    ];
  });
}

/** Whether interval and corrected test both show a difference. */
export const isShown = ({
  low,
  high,
  pHolm,
}: Pick<DifferenceToReference, 'low' | 'high' | 'pHolm'>): boolean =>
  low !== null && high !== null && (low > 0 || high < 0) && pHolm !== null && pHolm < 0.05;
