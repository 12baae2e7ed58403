import { percent } from '@axiswise/messages';
import type { Estimate, Evidence, Judged } from '../diagnosis.ts';
import { neededExamples } from './needed-examples.ts';
import {
  accuracyWords,
  byChance,
  exactly,
  exactShare,
  neededWords,
  outOf,
  pointsOf,
  type ScoreWords,
  sentences,
} from './words.ts';

/** The evidence on sliding along an axis; differences of accuracy except for the patches. */
export interface SlideEvidence {
  /** The accuracy of sliding less that of spanning. */
  readonly advantage: Evidence;
  /** The same while the other axis is treated otherwise than in the best classifier. */
  readonly advantageOtherwise: Evidence | null;
  /** The same as the advantage with the positions in another order. */
  readonly advantageShuffled: Evidence;
  /** How much of the advantage is lost by shuffling. */
  readonly lostByShuffling: Evidence;
  /** The accuracy of filters shared along the axis less that of filters of each region's own. */
  readonly sharing: Evidence;
  /** The same less its value where no region has patterns of its own, so that more filters cancel out. */
  readonly sharingByPlace: Evidence;
  readonly shifts: readonly Evidence[];
  /** How often a patch tells where it comes from; null where too few patches show anything. */
  readonly patches: Evidence | null;
}

export interface SubsampleEvidence {
  readonly before: Evidence;
  readonly after: Evidence;
  /** How much accuracy is lost. */
  readonly loss: Evidence;
}

/** A patch clearly tells its position if its accuracy exceeds chance by this much. */
const clearlyAboveChance = 0.1;

/**
 * Do patterns recur along the axis?
 *
 * Yes if three things hold. Filters that slide are more accurate than filters that span. Shuffling the
 * axis costs accuracy. And shared filters are not less accurate, by more than the margin, than filters of
 * each region's own. Those too profit from small windows, but not from patterns that recur. They also
 * profit from being more filters; the same comparison on shifted examples takes that off, and one of the
 * two comparisons is enough.
 *
 * Sliding and spanning are compared while the other axis is treated as in the best classifier. Sliding
 * along one axis of a picture may already be enough, so that sliding along the other gains nothing and
 * costs nothing. Then the comparison with the other axis treated otherwise counts too, if sharing filters
 * along the axis is shown to gain.
 *
 * No if sliding is less accurate. No, too, if it gains less than the margin, or less than the margin of what it
 * gains is due to the order of the positions, and either costs accuracy while the other axis is treated otherwise,
 * or patches tell where they come from. The best classifier may slide along the other axis alone and see, through
 * small windows, nearly all that filters that span both see. Then it hardly matters how they move along this axis,
 * and the comparison without those windows decides. Two intervals have a say in the first half: where patterns
 * recur and sliding gains more than the margin by them, each is wrongly below it in 2.5 % of diagnoses at most, and
 * both together in 5 %.
 *
 * @param otherAxes how many axes there are besides this one.
 */
export function judgeSliding(
  evidence: SlideEvidence,
  axis: string,
  margin: number,
  otherAxes = 1,
  words: ScoreWords = accuracyWords,
): Judged {
  const { advantage, advantageShuffled, lostByShuffling, shifts, patches } = evidence;
  const { sharing, sharingByPlace } = evidence;
  const otherwise = evidence.advantageOtherwise;
  const all = [
    advantage,
    ...(otherwise ? [otherwise] : []),
    advantageShuffled,
    lostByShuffling,
    sharing,
    sharingByPlace,
    ...(patches ? [patches] : []),
    ...shifts,
  ];
  const gain = advantage.estimate;
  const lost = lostByShuffling.estimate;
  const judged = (verdict: Judged['verdict'], ...because: readonly string[]): Judged => ({
    verdict,
    because: sentences(...because),
    evidence: all,
  });
  const open = (needed: Needed, ...because: readonly string[]): Judged =>
    leftOpen(all, needed, because);
  if (gain.high < 0) {
    return judged('no', slidingWords(advantage, axis, words), byChance(advantage));
  }
  // Small windows may be all that is gained there: then sharing filters gains nothing.
  const shown =
    gain.low > 0
      ? advantage
      : otherwise && otherwise.estimate.low > 0 && gain.low > -margin && sharing.estimate.low > 0
        ? otherwise
        : undefined;
  if (shown) {
    const what =
      shown === advantage
        ? [slidingWords(advantage, axis, words), byChance(advantage)]
        : [
            otherwiseWords(shown, axis, otherAxes, words),
            byChance(shown),
            `with the best treatment of the other ${axisOrAxes(otherAxes)} there is little left to gain ` +
              `(${exactly(gain)})`,
          ];
    const shuffled = `with them shuffled, ${words.it(-lost.value)} (${exactly(negative(lost))})`;
    if (lost.low <= 0) {
      return open(
        { measured: lostByShuffling, isNeeded: lost.value > 0 },
        ...what,
        `but it is not shown that this needs the order of the positions: ${shuffled}`,
      );
    }
    const order = `the order of the positions is what helps: ${shuffled}`;
    if (sharing.estimate.low > -margin) return judged('yes', ...what, order);
    const own = negative(sharing.estimate);
    const ownByPlace = negative(sharingByPlace.estimate);
    const ofSharing = `filters of its own for each part of ${axis} ${words.they(own.value)} (${exactly(own)})`;
    const byPlace =
      `${words.difference(ownByPlace.value)} (${exactly(ownByPlace)}) when what more filters gain by ` +
      `themselves is taken off`;
    if (sharingByPlace.estimate.low > -margin) {
      return judged('yes', ...what, order, `${ofSharing}, but ${byPlace}`);
    }
    const nearer =
      sharing.estimate.value > sharingByPlace.estimate.value ? sharing : sharingByPlace;
    return open(
      { measured: nearer, against: -margin, isNeeded: nearer.estimate.value > -margin },
      ...what,
      `but it is not shown that the same filters serve all along the axis: ${ofSharing}, and ${byPlace}`,
      `small windows may be all that helps, or filters that are shared within bands`,
    );
  }
  const gainsNothing = gain.high < margin;
  if (gainsNothing || lost.high < margin) {
    const what = gainsNothing
      ? [`sliding along ${axis} gains nothing to speak of over spanning it (${exactly(gain)})`]
      : [
          `it is not shown that sliding along ${axis} gains anything over spanning it (${exactly(gain)})`,
          `if it does, the order of the positions hardly helps: with them shuffled, ` +
            `${words.it(-lost.value)} (${exactly(negative(lost))})`,
        ];
    if (otherwise && otherwise.estimate.high < 0) {
      return judged(
        'no',
        ...what,
        otherwiseWords(otherwise, axis, otherAxes, words),
        byChance(otherwise),
      );
    }
    if (patches && patches.estimate.low > patches.baseline + clearlyAboveChance) {
      return judged(
        'no',
        ...what,
        `and a small patch looks different in each part of the axis: a classifier tells from the patch ` +
          `alone where it was cut from in ${outOf(patches.estimate.value)} (${exactShare(patches.estimate)}), ` +
          `where guessing would in ${outOf(patches.baseline)}`,
      );
    }
    if (gainsNothing && gain.low > -margin) {
      return open(
        { measured: advantage, isNeeded: false },
        ...what,
        'patches do not clearly tell where they come from either',
        'The two are as good as each other here, which more examples would not change',
      );
    }
  }
  return open(
    { measured: advantage, isNeeded: true },
    `${slidingWords(advantage, axis, words)}, but ${byChance(advantage)}, which allows neither yes nor no`,
  );
}

/** What decides a question that is left open. */
interface Needed {
  readonly measured: Evidence;
  /** What its interval should not hold; 0 by default. */
  readonly against?: number;
  /** Whether more examples can decide it. */
  readonly isNeeded: boolean;
}

function leftOpen(
  evidence: readonly Evidence[],
  { measured, against, isNeeded }: Needed,
  because: readonly string[],
): Judged {
  const needed = isNeeded ? neededExamples(measured, against) : null;
  const { variance } = measured;
  const words =
    needed && variance
      ? neededWords(needed, measured, { testExamples: variance.examples, seeds: variance.seeds })
      : isNeeded && variance
        ? 'more examples than can be had would be needed to decide it'
        : '';
  return { verdict: 'not shown', because: sentences(...because, words), evidence, needed };
}

/** `Filters that slide along time get 7 more of 100 examples right than filters that span it (…)`. */
const slidingWords = ({ estimate }: Evidence, axis: string, words: ScoreWords): string =>
  `filters that slide along ${axis} ${words.they(estimate.value)} than filters that span it ` +
  `(${exactly(estimate)})`;

const otherwiseWords = (
  otherwise: Evidence,
  axis: string,
  otherAxes: number,
  words: ScoreWords,
): string =>
  `${slidingWords(otherwise, axis, words)} while the other ${otherAxes === 1 ? 'axis is' : 'axes are'} not treated as ` +
  `in the best classifier`;

const axisOrAxes = (count: number): string => (count === 1 ? 'axis' : 'axes');

const negative = ({ value, low, high }: Estimate): Estimate => ({
  value: -value,
  low: -high,
  high: -low,
});

/**
 * Does the object stay what it is? Yes if the whole interval of the loss is within the margin; no if a
 * loss is shown and its estimate is beyond the margin.
 */
export function judgeSubsampling(
  { before, after, loss }: SubsampleEvidence,
  axis: string,
  margin: number,
  words: ScoreWords = accuracyWords,
): Judged {
  const { value, low, high } = loss.estimate;
  const what =
    `with every second position of ${axis} dropped, ${words.lost(value)} ` +
    `(a loss of ${exactly(loss.estimate)})`;
  const allowed = `the ${pointsOf(margin)} that are allowed`;
  const evidence = [before, after, loss];
  if (high <= margin) {
    return {
      verdict: 'yes',
      because: sentences(`${what}, within ${allowed}`),
      evidence,
    };
  }
  if (low > 0 && value > margin) {
    const because = sentences(`${what}, more than ${allowed}`, byChance(loss));
    return { verdict: 'no', because, evidence };
  }
  const against = value < margin ? margin : 0;
  return leftOpen(evidence, { measured: loss, against, isNeeded: true }, [
    `${what}: that may be less than ${allowed}, or more`,
  ]);
}

/** The verdict where nothing could be measured. */
export const verdictNotShown = (because: string): Judged => ({
  verdict: 'not shown',
  because: sentences(because),
  evidence: [],
});

/**
 * The verdict where the best classifier is not shown to be better than the most frequent class alone.
 *
 * @param above how much more it predicts rightly.
 */
export const verdictAtChance = (
  above: Evidence,
  reached: number,
  chance: number,
  words: ScoreWords = accuracyWords,
): Judged =>
  leftOpen([above], { measured: above, isNeeded: true }, [
    `${words.best(reached)}, not shown to be more than ${words.constant}, ` +
      `${percent(chance, 1)} (${exactly(above.estimate)})`,
    `more training examples would help it most`,
  ]);
