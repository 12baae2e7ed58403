import { holm } from './holm.ts';
import { pairedDifference, testedDifference } from './paired-difference.ts';
import { levelOfEachLook, smallestPValue } from './repeated-looks.ts';
import type { FewGroups, ScoreIntervalOptions } from './score-interval.ts';
import type { Scores } from './scores.ts';

/** One strategy with the scores of its seeds so far. */
export interface ScoredStrategy {
  readonly name: string;
  /**
   * Of {@link metricScores}, or 1 for right and 0 for wrong; seeds in the order of training, the same for
   * all strategies. A strategy may have fewer than another. Undefined where a seed gave no scores, since
   * its training failed.
   */
  readonly scores: readonly (ArrayLike<number> | undefined)[];
}

/** Two strategies of which one wants to know which is better. */
export interface PairToDecide {
  readonly a: string;
  readonly b: string;
  /** As {@link DecidePairsOptions.margin}, of this pair. */
  readonly margin?: number | undefined;
}

/** When looks are taken at a growing comparison, and how it is decided. */
export interface DecidePairsOptions extends Omit<ScoreIntervalOptions, 'confidence'> {
  /** After how many seeds the first look is; by default 3. */
  readonly minimumSeeds?: number;
  /** After how many seeds the last look is, decided or not; fixed before the first look. */
  readonly maximumSeeds: number;
  /** The pairs for which seeds are added; by default all. Their number does not change the correction. */
  readonly toDecide?: readonly PairToDecide[];
  /**
   * A difference that would not matter: a pair whose whole interval lies within it on both sides is
   * decided too. By default there is none.
   */
  readonly margin?: number;
  /** Of each permutation test; by default 9,999. */
  readonly permutations?: number;
  /** Of the permutations; by default 0. */
  readonly seed?: number;
  /** The result with fewer of the same seeds and with the same options: its looks are taken from it. */
  readonly before?: PairsSoFar | undefined;
}

/** What one look showed of two strategies. */
export interface Look {
  /** After how many seeds. */
  readonly seeds: number;
  readonly difference: number;
  /** The interval of this look, which holds together with those of all others. */
  readonly low: number;
  readonly high: number;
  /** Of this look alone. */
  readonly p: number;
  readonly warning?: FewGroups;
}

/** What the seeds so far show of two strategies. */
export interface PairSoFar {
  readonly a: string;
  readonly b: string;
  /** How many seeds both strategies have scores of. */
  readonly seeds: number;
  /** Mean score of `a` less that of `b`; NaN where there is no such seed. */
  readonly difference: number;
  /** What the intervals of all looks have in common; it covers the true difference in 95 %. Null before the first look. */
  readonly low: number | null;
  readonly high: number | null;
  /** Valid whenever one stops; null before the first look. */
  readonly p: number | null;
  /** The same, corrected for the number of pairs (Holm 1979). */
  readonly pHolm: number | null;
  /** Which has the higher scores, or that no difference within the margin is left; null: undecided. */
  readonly decision: 'a is higher' | 'b is higher' | 'equal' | null;
  /** After how many seeds it was decided. */
  readonly decidedAfter: number | null;
  readonly looks: readonly Look[];
  /** What makes the interval doubtful; absent where nothing does. */
  readonly warning?: FewGroups;
}

/** What a look at a growing comparison shows. */
export interface PairsSoFar {
  /** How many looks there were, this one included. */
  readonly looks: number;
  /** Every two strategies. */
  readonly pairs: readonly PairSoFar[];
  /** The strategies that are to be trained with one more seed; the others rest. */
  readonly toTrain: readonly string[];
  /** Whether to stop: all pairs that are to be decided are, or it was the last look. */
  readonly done: boolean;
}

/**
 * Says after each further seed which pairs of strategies are decided, and which strategies need one more
 * seed, so that training may stop as soon as nothing is open, without more false verdicts than with a number
 * of seeds fixed before.
 *
 * It looks after every seed from `minimumSeeds` to `maximumSeeds` (a group-sequential design: Pocock 1977;
 * Jennison and Turnbull 2000). Each look tests at one level, which {@link smallestPValue} makes such that
 * all looks together show a difference that is none in at most 5 %. The intervals are the repeated
 * confidence intervals of that design (Jennison and Turnbull 1989). They hold at all looks at once, whatever
 * made one stop, and so does what they have in common, which is what a pair is given. They are wider than
 * those of {@link pairedDifference}: with looks after 3 to 10 seeds by a factor of 1.3 (where examples vary
 * most) to 2.1 (after 3 seeds, where seeds vary most).
 *
 * A pair is decided where, as in a comparison of a fixed number of seeds, the interval excludes
 * zero and the corrected p-value is below 0.05. It stays decided: Holm's correction of the smallest
 * p-values so far bounds the false verdicts over all pairs and looks.
 *
 * Each pair is looked at with the seeds that both of its strategies have. So a strategy of which nothing is
 * open may rest while others are trained on. That changes no error: a pair that is looked at less often, for
 * whatever reason, has a p-value that is no smaller, and its interval no narrower, than at all planned looks;
 * and Holm's correction is for all pairs, of all of which the p-values hold at once, however they depend on
 * each other.
 *
 * The result is a function of the scores alone. Earlier looks are computed again, from as many seeds as
 * they had, or taken from `before`.
 *
 * @throws RangeError where strategies have different numbers of examples, there are more seeds
 *   than `maximumSeeds`, the looks are not two seeds or more in ascending order, or a pair to decide names
 *   another strategy.
 * @example
 * const scores = (wrong: number) => Array.from({ length: 40 }, (_, i) => (i < wrong ? 0 : 1));
 * const { pairs, done } = decidePairs(
 *   [
 *     { name: 'slide', scores: [scores(1), scores(2), scores(2)] },
 *     { name: 'span', scores: [scores(22), scores(20), scores(21)] },
 *   ],
 *   { maximumSeeds: 5 },
 * );
 * done; // true
 * pairs[0].decision; // 'a is higher'
 */
export function decidePairs(
  strategies: readonly ScoredStrategy[],
  {
    minimumSeeds = 3,
    maximumSeeds,
    toDecide,
    margin,
    permutations = 9999,
    before,
    ...options
  }: DecidePairsOptions,
): PairsSoFar {
  const planned = plannedLooks(minimumSeeds, maximumSeeds);
  const seeds = Math.max(0, ...strategies.map(({ scores }) => scores.length));
  if (seeds > maximumSeeds) {
    throw new RangeError(`there may be at most ${maximumSeeds} seeds as planned, got ${seeds}`);
  }
  const confidence = 1 - levelOfEachLook(0.05, planned);
  const watched = strategies.flatMap((a, i) =>
    strategies.slice(i + 1).map((b) => new WatchedPair(a, b)),
  );
  const open = openPairs(strategies, watched, toDecide, margin);
  let looks = 0;
  for (let round = 1; round <= seeds; round++) {
    let hasLooked = false;
    for (const [i, pair] of watched.entries()) {
      const { a, b } = pair.rowsAfter(round);
      if (a.length === pair.seeds || !planned.includes(a.length)) continue;
      hasLooked = true;
      const known = before?.pairs[i].looks.find((look) => look.seeds === a.length);
      pair.add(known ?? lookAt(a, b, { ...options, confidence, permutations }), planned);
    }
    if (!hasLooked) continue;
    looks++;
    // A pair that was not looked at yet counts: its p-value will come.
    const corrected = holm(watched.map(({ p }) => p ?? 1));
    for (const [i, pair] of watched.entries()) pair.decide(corrected[i]!, open.get(pair));
  }
  const stillOpen = [...open.keys()].filter(({ decision }) => decision === null);
  // Where one of a pair has fewer seeds, it catches up with the other first.
  const isOpen = ({ name, scores }: ScoredStrategy): boolean =>
    stillOpen.some(
      ({ a, b }) =>
        (a.name === name && scores.length <= b.scores.length) ||
        (b.name === name && scores.length <= a.scores.length),
    );
  const toTrain = strategies
    .filter(
      (each) =>
        each.scores.length < minimumSeeds || (each.scores.length < maximumSeeds && isOpen(each)),
    )
    .map(({ name }) => name);
  return {
    looks,
    pairs: watched.map((pair) => pair.soFar(options)),
    toTrain,
    done: toTrain.length === 0,
  };
}

function plannedLooks(minimumSeeds: number, maximumSeeds: number): number[] {
  if (
    !Number.isInteger(minimumSeeds) ||
    !Number.isInteger(maximumSeeds) ||
    minimumSeeds < 2 ||
    maximumSeeds < minimumSeeds
  ) {
    throw new RangeError(
      `minimumSeeds must be 2 or more and maximumSeeds as many or more, both integers, got ` +
        `${minimumSeeds} and ${maximumSeeds}`,
    );
  }
  return Array.from({ length: maximumSeeds - minimumSeeds + 1 }, (_, look) => minimumSeeds + look);
}

/** The pairs for which seeds are added, each with the margin that it has. */
function openPairs(
  strategies: readonly ScoredStrategy[],
  watched: readonly WatchedPair[],
  toDecide: readonly PairToDecide[] | undefined,
  margin: number | undefined,
): Map<WatchedPair, { readonly margin: number | undefined }> {
  if (!toDecide) return new Map(watched.map((pair) => [pair, { margin }]));
  return new Map(
    toDecide.map((pair) => {
      const names = [pair.a, pair.b];
      const found = watched.find(({ a, b }) => names.includes(a.name) && names.includes(b.name));
      if (found) return [found, { margin: pair.margin ?? margin }];
      throw new RangeError(
        `a pair to decide must name two of ${strategies.map(({ name }) => name).join(', ')}, got ` +
          names.join(' and '),
      );
    }),
  );
}

function lookAt(
  a: Scores,
  b: Scores,
  {
    permutations,
    seed = 0,
    ...options
  }: ScoreIntervalOptions & { readonly permutations: number; readonly seed?: number },
): Look {
  const exhaustiveUpTo = 2 * permutations;
  const tested = testedDifference(a, b, { ...options, permutations, exhaustiveUpTo, seed });
  const { difference, low, high, p, warning } = tested;
  return {
    seeds: a.length,
    difference,
    low: low!,
    high: high!,
    p: p!,
    ...(warning && { warning }),
  };
}

/** Two strategies, and what the looks so far showed of them. */
class WatchedPair {
  readonly a: ScoredStrategy;
  readonly b: ScoredStrategy;
  p: number | null = null;
  decision: PairSoFar['decision'] = null;
  readonly #looks: Look[] = [];
  #pHolm: number | null = null;
  #decidedAfter: number | null = null;

  constructor(a: ScoredStrategy, b: ScoredStrategy) {
    this.a = a;
    this.b = b;
  }

  /** With how many seeds the last look was; 0 before the first. */
  get seeds(): number {
    return this.#looks.at(-1)?.seeds ?? 0;
  }

  /** The scores with the seeds among the first so many that gave both strategies some. */
  rowsAfter(round: number): { readonly a: Scores; readonly b: Scores } {
    const a: ArrayLike<number>[] = [];
    const b: ArrayLike<number>[] = [];
    for (let seed = 0; seed < round; seed++) {
      const [ofA, ofB] = [this.a.scores[seed], this.b.scores[seed]];
      if (!ofA || !ofB) continue;
      a.push(ofA);
      b.push(ofB);
    }
    return { a, b };
  }

  add(look: Look, planned: readonly number[]): void {
    const smallest = Math.min(...this.#looks.map(({ p }) => p));
    this.#looks.push(look);
    if (look.p < smallest) this.p = smallestPValue(look.p, planned);
  }

  decide(pHolm: number, open: { readonly margin: number | undefined } | undefined): void {
    if (this.p === null) return;
    this.#pHolm = pHolm;
    if (this.decision !== null) return;
    this.decision = decisionOf({ ...this.#interval(), pHolm }, open?.margin);
    if (this.decision !== null) this.#decidedAfter = this.seeds;
  }

  soFar(options: ScoreIntervalOptions): PairSoFar {
    const { a, b } = this.rowsAfter(Math.max(this.a.scores.length, this.b.scores.length));
    const last = this.#looks.at(-1);
    return {
      a: this.a.name,
      b: this.b.name,
      seeds: a.length,
      difference: last?.difference ?? meanDifference(a, b, options),
      ...(last ? this.#interval() : { low: null, high: null }),
      p: this.p,
      pHolm: this.#pHolm,
      decision: this.decision,
      decidedAfter: this.#decidedAfter,
      looks: this.#looks,
      ...(last?.warning && { warning: last.warning }),
    };
  }

  /**
   * What the intervals of all looks have in common, and the difference itself: where looks contradict each
   * other, which happens to the one in twenty that miss, they may have nothing in common.
   */
  #interval(): { readonly low: number; readonly high: number } {
    const { difference } = this.#looks.at(-1)!;
    const lowest = Math.max(...this.#looks.map(({ low }) => low));
    const highest = Math.min(...this.#looks.map(({ high }) => high));
    return {
      low: Math.min(lowest, highest, difference),
      high: Math.max(lowest, highest, difference),
    };
  }
}

/** NaN of no seed. */
const meanDifference = (a: Scores, b: Scores, options: ScoreIntervalOptions): number =>
  a.length === 0 ? NaN : pairedDifference(a, b, options).difference;

function decisionOf(
  { low, high, pHolm }: { readonly low: number; readonly high: number; readonly pHolm: number },
  margin: number | undefined,
): PairSoFar['decision'] {
  if (low > 0 && pHolm < 0.05) return 'a is higher';
  if (high < 0 && pHolm < 0.05) return 'b is higher';
  return margin !== undefined && low > -margin && high < margin ? 'equal' : null;
}
