import { linearBaselineOf } from '@axiswise/experiment';
import { listAnd, plural } from '@axiswise/messages';
import {
  decidePairs,
  findPair,
  type PairSoFar,
  type PairsSoFar,
  type PairToDecide,
  groupsToDraw,
} from '@axiswise/statistics';
import { readTrial } from './analyse.ts';
import { marginOf, predictionsOf } from './claims.ts';
import type { ComparedDecision } from './comparison.ts';
import { defaultSeeds, type PlannedComparison } from './plan-comparison.ts';
import type { SeedRange } from './seed-range.ts';
import type { Trial } from './trial.ts';

/**
 * The pairs for which seeds are added: those of the theory's claims. Where it claims nothing of the strategies
 * that are compared, the first of them with every other.
 */
export function pairsToDecide({
  experiment,
  strategies,
  measured,
}: Pick<PlannedComparison, 'experiment' | 'strategies' | 'measured'>): PairToDecide[] {
  const names = strategies.map(({ name }) => name);
  const claimed = predictionsOf(experiment, names).map((prediction) => ({
    a: prediction.better,
    b: prediction.worse,
    margin: marginOf(prediction, measured),
  }));
  const [reference, ...others] = names;
  return claimed.length > 0 ? claimed : others.map((b) => ({ a: reference, b }));
}

/**
 * The pairs of the linear baseline with strategies of claims that are below it so far: whether they are for
 * good decides whether the claims can be tested.
 */
export const pairsBelow = (
  linear: string,
  pairs: readonly Pick<PairSoFar, 'a' | 'b' | 'difference'>[],
  claimed: readonly PairToDecide[],
  better: 'higher' | 'lower' = 'higher',
): PairToDecide[] =>
  pairs.filter(({ a, b, difference }) => {
    const ofFirst = better === 'higher' ? difference : -difference;
    const [other, advantage] = a === linear ? [b, ofFirst] : [a, -ofFirst];
    return (
      (a === linear || b === linear) &&
      advantage > 0 &&
      claimed.some((claim) => claim.a === other || claim.b === other) &&
      !claimed.some((claim) => [claim.a, claim.b].includes(linear))
    );
  });

/** The part of a comparison with so many seeds of each strategy. */
export function withSeeds(
  planned: PlannedComparison,
  seedCounts: ReadonlyMap<string, number>,
): PlannedComparison {
  const { seeds } = planned;
  const isPart = ({ strategy, seed }: Trial): boolean =>
    seeds.indexOf(seed) < (seedCounts.get(strategy) ?? 0);
  return {
    ...planned,
    seedCounts,
    seeds: seeds.slice(0, Math.max(...seedCounts.values())),
    trials: planned.trials.filter(isPart),
    unfinished: planned.unfinished.filter(isPart),
  };
}

/** A comparison whose seeds are added until the claims are decided. */
export class SeedsUntilDecided {
  readonly #planned: PlannedComparison;
  readonly #range: SeedRange;
  #toDecide: readonly PairToDecide[];
  #counts: ReadonlyMap<string, number>;
  #found: PairsSoFar | undefined;

  /** @param planned with all seeds that may be trained. */
  constructor(planned: PlannedComparison) {
    this.#planned = planned;
    this.#range = planned.seedRange!;
    this.#toDecide = pairsToDecide(planned);
    this.#counts = new Map(planned.strategies.map(({ name }) => [name, this.#range.minimum]));
  }

  /** The trials so far, those that are to be trained next included. */
  get soFar(): PlannedComparison {
    return withSeeds(this.#planned, this.#counts);
  }

  /** Whether no strategy gets another seed. */
  get isDone(): boolean {
    return this.#found?.done ?? false;
  }

  /** How far it is, in one line. */
  get words(): string {
    const { toTrain = [] } = this.#found ?? {};
    const { scale } = this.#planned;
    const at = scale === 1 ? '' : ` at scale ${scale}`;
    const all = plural(this.#toDecide.length, 'comparison');
    return (
      `${this.#planned.experiment.name}${at}: ${this.#open.length} of ${all} open after ` +
      `${plural(Math.max(...this.#counts.values()) - (this.isDone ? 0 : 1), 'seed')}` +
      (toTrain.length > 0 ? `; one more seed for ${listAnd(toTrain)}` : '')
    );
  }

  get #open(): readonly PairToDecide[] {
    return this.#toDecide.filter(({ a, b }) => {
      const pair = findPair(this.#found?.pairs ?? [], a, b);
      return !pair || pair.decision === null;
    });
  }

  /**
   * Looks at the trials so far, all of which have ended, and adds a seed to every strategy of which something
   * is open. What it adds depends on the results alone, not on the order in which they came.
   */
  async look(): Promise<void> {
    const { trials, seeds, measured } = this.soFar;
    const largest = Math.max(...trials.map(({ trainExamples }) => trainExamples));
    const scored: { name: string; scores: (Float64Array | undefined)[] }[] = [];
    for (const { name } of this.#planned.strategies) {
      const scores: (Float64Array | undefined)[] = [];
      for (const seed of seeds.slice(0, this.#counts.get(name))) {
        const trial = trials.find(
          (each) => each.strategy === name && each.seed === seed && each.trainExamples === largest,
        );
        scores.push(trial && (await readTrial(trial, measured))?.scores.ofExamples);
      }
      // Where every seed so far failed, so will the next: the strategy rests from the first look on.
      if (scores.some((each) => each !== undefined)) scored.push({ name, scores });
    }
    const isScored = (name: string): boolean => scored.some((each) => each.name === name);
    const decide = (toDecide: readonly PairToDecide[], before: PairsSoFar | undefined) =>
      decidePairs(scored, {
        minimumSeeds: this.#range.minimum,
        maximumSeeds: this.#range.maximum,
        toDecide: toDecide.filter(({ a, b }) => isScored(a) && isScored(b)),
        before,
        range: measured.scale,
        groups: groupsToDraw(this.#planned.dataset.splits.test.groups),
      });
    const claimed = pairsToDecide(this.#planned);
    const found = decide(claimed, this.#found);
    const linear = linearBaselineOf(this.#planned.experiment);
    this.#toDecide = [
      ...claimed,
      ...pairsBelow(linear, found.pairs, claimed, measured.score.better),
    ];
    this.#found = decide(this.#toDecide, found);
    const { toTrain } = this.#found;
    this.#counts = new Map(
      [...this.#counts].map(([name, n]) => [name, toTrain.includes(name) ? n + 1 : n]),
    );
  }

  /** What was found, and how many trainings that took; undefined before the first look. */
  get decided(): { readonly found: PairsSoFar; readonly decision: ComparedDecision } | undefined {
    if (!this.#found) return undefined;
    const { trials } = this.soFar;
    const ofOneSeed = new Set(
      trials.map(({ strategy, trainExamples }) => `${trainExamples} ${strategy}`),
    );
    return {
      found: this.#found,
      decision: {
        minimumSeeds: this.#range.minimum,
        maximumSeeds: this.#range.maximum,
        trainings: trials.length,
        trainingsWithFixedSeeds: ofOneSeed.size * defaultSeeds,
        fixedSeeds: defaultSeeds,
      },
    };
  }
}
