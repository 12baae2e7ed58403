import type { DisagreedExample, Disagreement, PredictedClass } from './comparison.ts';

/** The predictions of one strategy for the test examples. */
export interface StrategyPredictions {
  readonly name: string;
  /** For each seed that finished: the class of every example. */
  readonly predicted: readonly ArrayLike<number>[];
}

/** How many examples are kept for each direction of a pair. */
const mostExamples = 6;

/**
 * Finds the test examples on which pairs of strategies disagree, in both directions: most seeds of one are
 * right and most of the other wrong.
 *
 * Those on which more seeds agree come first; of equal ones, examples of different labels before further
 * ones of the same label, then by their place in the split.
 *
 * @param labels of the test examples, the same with every seed.
 * @param nameOf what finds a test example again, where that is known.
 */
export const findDisagreements = (
  pairs: readonly (readonly [StrategyPredictions, StrategyPredictions])[],
  labels: ArrayLike<number>,
  classes: readonly string[],
  nameOf: (index: number) => string | undefined = () => undefined,
): Disagreement[] =>
  pairs
    .filter(([a, b]) => a.predicted.length > 0 && b.predicted.length > 0)
    .flatMap(([a, b]) => [
      disagreement(a, b, labels, classes, nameOf),
      disagreement(b, a, labels, classes, nameOf),
    ]);

function disagreement(
  right: StrategyPredictions,
  wrong: StrategyPredictions,
  labels: ArrayLike<number>,
  classes: readonly string[],
  nameOf: (index: number) => string | undefined,
): Disagreement {
  const shareRight = ({ predicted }: StrategyPredictions, example: number): number =>
    predicted.reduce((sum, seed) => sum + Number(seed[example] === labels[example]), 0) /
    predicted.length;
  const found: { index: number; label: number; margin: number; nth: number }[] = [];
  for (let index = 0; index < labels.length; index++) {
    const [share, other] = [shareRight(right, index), shareRight(wrong, index)];
    if (share <= 0.5 || other >= 0.5) continue;
    found.push({ index, label: labels[index], margin: share - other, nth: 0 });
  }
  const seen = new Map<string, number>();
  for (const each of found) {
    const alike = `${each.label} ${each.margin}`;
    each.nth = seen.get(alike) ?? 0;
    seen.set(alike, each.nth + 1);
  }
  found.sort((a, b) => b.margin - a.margin || a.nth - b.nth || a.index - b.index);
  return {
    right: right.name,
    wrong: wrong.name,
    count: found.length,
    examples: found.slice(0, mostExamples).map(({ index, label }): DisagreedExample => {
      const name = nameOf(index);
      return {
        index,
        ...(name !== undefined && { name }),
        label: classes[label],
        predictions: {
          right: predictionsOf(right, index, classes),
          wrong: predictionsOf(wrong, index, classes),
        },
      };
    }),
  };
}

/** How many seeds predict which class, the most frequent first. */
function predictionsOf(
  { predicted }: StrategyPredictions,
  example: number,
  classes: readonly string[],
): PredictedClass[] {
  const seeds = new Map<number, number>();
  for (const seed of predicted) seeds.set(seed[example], (seeds.get(seed[example]) ?? 0) + 1);
  return [...seeds]
    .sort(([a, of], [b, others]) => others - of || a - b)
    .map(([each, count]) => ({ class: classes[each], seeds: count }));
}

/**
 * The pairs whose examples are shown: the best strategy with the reference, and with the next best one.
 *
 * @param reference the strategy whose size the others have; null where there is none.
 */
export function disagreeingPairs<T extends { readonly name: string; readonly accuracy: number }>(
  strategies: readonly T[],
  reference: string | null,
): (readonly [T, T])[] {
  const [best, next] = strategies
    .filter(({ accuracy }) => Number.isFinite(accuracy))
    .sort((a, b) => b.accuracy - a.accuracy);
  const sized = strategies.find(({ name }) => name === reference);
  const others = [sized, next].filter(
    (each): each is T => each !== undefined && each !== best && Number.isFinite(each.accuracy),
  );
  return [...new Set(others)].map((other) => [best, other] as const);
}
