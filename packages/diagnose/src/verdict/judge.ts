import { percent } from '@axiswise/messages';
import type { Estimate, Evidence, Judged } from '../diagnosis.ts';

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
 * No if sliding is less accurate, or if it gains less than the margin and patches tell where they come
 * from.
 */
export function judgeSliding(evidence: SlideEvidence, axis: string, margin: number): Judged {
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
  const judged = (verdict: Judged['verdict'], because: string): Judged => ({
    verdict,
    because,
    evidence: all,
  });
  if (gain.high < 0) {
    return judged(
      'no',
      `sliding along ${axis} costs accuracy against spanning it: ${signed(gain)}`,
    );
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
        ? `sliding along ${axis} gains ${signed(gain)} over spanning it`
        : `sliding along ${axis} gains ${signed(shown.estimate)} over spanning it where filters do not ` +
          `slide along the other axis too, and ${signed(gain)} where they do`;
    if (lost.low <= 0) {
      return judged(
        'not shown',
        `${what}, but it is not shown that this needs the order of the positions: ${signed(lost)} are ` +
          `lost when they are shuffled`,
      );
    }
    const yes = `${what}, and loses ${signed(lost)} when the positions are shuffled`;
    if (sharing.estimate.low > -margin) return judged('yes', yes);
    const ofSharing = `sharing filters instead of each part having its own gains ${signed(sharing.estimate)}`;
    const byPlace = `${signed(sharingByPlace.estimate)} when what more filters gain by themselves is taken off`;
    if (sharingByPlace.estimate.low > -margin) {
      return judged('yes', `${yes}; ${ofSharing}, but ${byPlace}`);
    }
    return judged(
      'not shown',
      `${what}, but it is not shown that the same filters serve all along the axis: ${ofSharing}, ` +
        `${byPlace}; small windows may be all that helps, or weights shared within bands`,
    );
  }
  if (gain.high < margin) {
    const what = `sliding along ${axis} gains nothing to speak of over spanning it (${signed(gain)})`;
    if (patches && patches.estimate.low > patches.baseline + clearlyAboveChance) {
      return judged(
        'no',
        `${what}, and a patch tells which part of the axis it comes from: ` +
          `${share(patches.estimate)}, by chance ${percent(patches.baseline, 1)}`,
      );
    }
    return judged('not shown', `${what}, and patches do not clearly tell where they come from`);
  }
  return judged(
    'not shown',
    `sliding along ${axis} against spanning it: ${signed(gain)}, which allows neither yes nor no`,
  );
}

/**
 * Does the object stay what it is? Yes if the whole interval of the loss is within the margin; no if a
 * loss is shown and its estimate is beyond the margin.
 */
export function judgeSubsampling(
  { before, after, loss }: SubsampleEvidence,
  axis: string,
  margin: number,
): Judged {
  const { value, low, high } = loss.estimate;
  const what = `dropping every second position of ${axis} loses ${signed(loss.estimate)}`;
  const within = `the margin of ${percent(margin, 1)}`;
  const evidence = [before, after, loss];
  if (high <= margin) return { verdict: 'yes', because: `${what}, within ${within}`, evidence };
  if (low > 0 && value > margin) {
    return { verdict: 'no', because: `${what}, beyond ${within}`, evidence };
  }
  return {
    verdict: 'not shown',
    because: `${what}: the interval reaches beyond ${within}, and a loss beyond it is not shown`,
    evidence,
  };
}

/** The verdict where nothing could be measured. */
export const verdictNotShown = (because: string): Judged => ({
  verdict: 'not shown',
  because,
  evidence: [],
});

const points = (value: number): string =>
  `${value < 0 ? '−' : ''}${Math.abs(100 * value).toFixed(1)}`;

/** `2.1 points (1.0 to 3.2)`. */
const signed = ({ value, low, high }: Estimate): string =>
  `${points(value)} points (${points(low)} to ${points(high)})`;

/** `71.2 % (68.0 to 74.4)`. */
const share = ({ value, low, high }: Estimate): string =>
  `${percent(value, 1)} (${points(low)} to ${points(high)})`;
