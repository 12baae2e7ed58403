import { listAnd } from '@axiswise/messages';
import { mainScale } from './compared-networks.ts';
import type {
  Claim,
  ClaimOutcome,
  ComparedDecision,
  ComparedScale,
  ComparedStrategy,
  ExperimentComparison,
  ScaledStrategy,
} from './comparison.ts';

/** A whole comparison at one multiple of the budget. */
export interface ComparisonAtScale {
  readonly scale: number;
  readonly comparison: ExperimentComparison;
}

/**
 * Joins the comparisons of one experiment at several multiples of its budget: the comparison at
 * {@link mainScale}, whose claims say what they are worth at every size.
 */
export function joinScales(compared: readonly ComparisonAtScale[]): ExperimentComparison {
  const ascending = [...compared].sort((a, b) => a.scale - b.scale);
  const main = mainScale(ascending.map(({ scale }) => scale));
  const { comparison } = ascending.find(({ scale }) => scale === main)!;
  if (ascending.length === 1) return comparison;
  return {
    ...comparison,
    scales: ascending.map(atScale),
    claims: comparison.claims.map((claim) => withSizes(claim, ascending)),
    decision: comparison.decision && decisionOf(comparison.decision, ascending),
    failures: ascending.flatMap(({ comparison: { failures } }) => failures),
    seconds: ascending.reduce((sum, { comparison: { seconds } }) => sum + seconds, 0),
  };
}

/** All trainings, of every size. */
function decisionOf(
  decision: ComparedDecision,
  compared: readonly ComparisonAtScale[],
): ComparedDecision {
  const sum = (count: 'trainings' | 'trainingsWithFixedSeeds'): number =>
    compared.reduce((total, { comparison }) => total + (comparison.decision?.[count] ?? 0), 0);
  return {
    ...decision,
    trainings: sum('trainings'),
    trainingsWithFixedSeeds: sum('trainingsWithFixedSeeds'),
  };
}

const atScale = ({ scale, comparison }: ComparisonAtScale): ComparedScale => ({
  scale,
  size: comparison.budget.size!,
  strategies: comparison.strategies.map(scaledStrategy),
  pairs: comparison.pairs,
  claims: comparison.claims,
});

const scaledStrategy = (strategy: ComparedStrategy): ScaledStrategy => {
  const { name, tuned, parameters, macs, widthMultiplier, sizeRatio } = strategy;
  const { shape, accuracy, score, trained } = strategy;
  return {
    ...{ name, tuned, parameters, macs, widthMultiplier, sizeRatio, accuracy },
    ...(score && { score }),
    ...(shape && { shape }),
    ...(trained && { trained }),
  };
};

function withSizes(claim: Claim, compared: readonly ComparisonAtScale[]): Claim {
  const outcomes = compared.flatMap(({ scale, comparison }) => {
    const same = comparison.claims.find(
      ({ better, worse }) => better === claim.better && worse === claim.worse,
    );
    return same ? [{ scale, outcome: same.outcome }] : [];
  });
  return { ...claim, atSizes: { outcomes, words: sizesInWords(outcomes) } };
}

/**
 * Writes the outcomes of a claim at several sizes as one: `supported at every size`, `supported only at 1
 * and 4 times the budget, contradicted at 0.25 times the budget`, `not shown at any size`.
 *
 * What is not shown is left out where something else was found: `only` says as much.
 */
export function sizesInWords(
  outcomes: readonly { readonly scale: number; readonly outcome: ClaimOutcome }[],
): string {
  const sizesOf = (outcome: ClaimOutcome): number[] =>
    outcomes.filter((each) => each.outcome === outcome).map(({ scale }) => scale);
  const all = (['supported', 'contradicted', 'not testable', 'not shown'] as const).filter(
    (outcome) => sizesOf(outcome).length > 0,
  );
  if (all.length === 1) {
    const [outcome] = all;
    return outcome.startsWith('not') ? `${outcome} at any size` : `${outcome} at every size`;
  }
  return all
    .filter((outcome) => outcome !== 'not shown' || !found(all))
    .map((outcome) => {
      const only = outcome === 'supported' || (outcome === 'contradicted' && all[0] === outcome);
      return `${outcome}${only ? ' only' : ''} at ${timesTheBudget(sizesOf(outcome))}`;
    })
    .join(', ');
}

const found = (outcomes: readonly ClaimOutcome[]): boolean =>
  outcomes.includes('supported') || outcomes.includes('contradicted');

const timesTheBudget = (scales: readonly number[]): string =>
  scales.length === 1 && scales[0] === 1
    ? 'the budget itself'
    : `${listAnd(scales.map(String))} times the budget`;
