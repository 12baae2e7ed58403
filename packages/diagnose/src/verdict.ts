import type { Estimate, Evidence, Judged } from './diagnosis.ts';

/** What was measured of sliding along an axis; differences of accuracy but for the patches. */
export interface SlideEvidence {
  /** Of sliding over spanning. */
  readonly advantage: Evidence;
  /** The same while filters do along the other axes what they do not do in the best classifier. */
  readonly advantageOtherwise: Evidence | null;
  /** The same as the advantage with the positions in another order. */
  readonly advantageShuffled: Evidence;
  /** How much of the advantage that takes away. */
  readonly lostByShuffling: Evidence;
  /** Of sharing filters between the regions of the axis over filters of each region's own. */
  readonly sharing: Evidence;
  /** The same less what it is where no region has patterns of its own: more filters cancel out. */
  readonly sharingByPlace: Evidence;
  readonly shifts: readonly Evidence[];
  /** How well a patch tells where it comes from; null where there was nothing to cut out. */
  readonly patches: Evidence | null;
}

export interface SubsampleEvidence {
  readonly before: Evidence;
  readonly after: Evidence;
  /** How much accuracy is lost. */
  readonly loss: Evidence;
}

/** A patch tells its place clearly if it does so by this much more often than by chance. */
export const clearlyTold = 0.1;

/**
 * Do patterns recur along the axis?
 *
 * Yes if filters that slide find more than filters that span, no longer so much more once the axis is
 * shuffled, and not less (by more than the margin) than filters of each part's own: those too profit
 * from small windows, but not from patterns that recur. They also profit from being more, which the
 * same comparison on moved examples takes off: one of the two is enough. What sliding and spanning find
 * is compared while the other axes are treated as in the best classifier; where that leaves nothing to
 * gain and nothing to lose (sliding along one axis of a picture may already be enough), the other way
 * counts too, if sharing filters all along the axis is shown to gain. No if they find less, or no more
 * (within the margin) and patches tell where they come from.
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
    const ofEach = `sharing filters instead of each part having its own gains ${signed(sharing.estimate)}`;
    const byPlace = `${signed(sharingByPlace.estimate)} when what more filters gain by themselves is taken off`;
    if (sharingByPlace.estimate.low > -margin) {
      return judged('yes', `${yes}; ${ofEach}, but ${byPlace}`);
    }
    return judged(
      'not shown',
      `${what}, but it is not shown that the same filters serve all along the axis: ${ofEach}, ` +
        `${byPlace}; small windows may be all that helps, or weights shared within bands`,
    );
  }
  if (gain.high < margin) {
    const what = `sliding along ${axis} gains nothing to speak of over spanning it (${signed(gain)})`;
    if (patches && patches.estimate.low > patches.baseline + clearlyTold) {
      return judged(
        'no',
        `${what}, and a patch tells which part of the axis it comes from: ` +
          `${share(patches.estimate)}, by chance ${percent(patches.baseline)}`,
      );
    }
    return judged('not shown', `${what}, and patches do not clearly tell where they come from`);
  }
  return judged(
    'not shown',
    `sliding along ${axis} against spanning it: ${signed(gain)}, which allows neither answer`,
  );
}

/** Is the object what it was? Yes if the loss is within the margin, no if it is shown to be beyond. */
export function judgeSubsampling(
  { before, after, loss }: SubsampleEvidence,
  axis: string,
  margin: number,
): Judged {
  const { value, low, high } = loss.estimate;
  const what = `dropping every second position of ${axis} loses ${signed(loss.estimate)}`;
  const within = `the margin of ${percent(margin)}`;
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

/** Where nothing could be measured, and why. */
export const notShown = (because: string): Judged => ({
  verdict: 'not shown',
  because,
  evidence: [],
});

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
const points = (value: number): string =>
  `${value < 0 ? '−' : ''}${Math.abs(100 * value).toFixed(1)}`;

/** `2.1 points (1.0 to 3.2)`. */
const signed = ({ value, low, high }: Estimate): string =>
  `${points(value)} points (${points(low)} to ${points(high)})`;

/** `71.2 % (68.0 to 74.4)`. */
const share = ({ value, low, high }: Estimate): string =>
  `${percent(value)} (${points(low)} to ${points(high)})`;
