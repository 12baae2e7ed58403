import { Random } from '@axiswise/random';
import type { Evidence } from './diagnosis.ts';
import { type Compared, type Laboratory, type Rearrange, withMove } from './laboratory.ts';
import { patchEvidence } from './patch-evidence.ts';
import { reorder, shiftEach, shuffledApart } from './rearrange.ts';
import { type Move, regions } from './reference-classifier.ts';
import { differenceOf, rightOf, type Scores } from './scores.ts';
import type { SlideEvidence } from './verdict.ts';

/**
 * Measures what sliding along an axis is worth, with the other axes treated as in the best classifier.
 *
 * Each control takes one thing away: the order of the positions (shuffled), the sharing of filters
 * between parts of the axis (unshared), the place in the example (shifted). Filters of each part's own
 * are several times as many, which may help by itself; so sharing is measured once more on examples
 * moved anywhere along the axis, where no part has patterns of its own and whatever is left of that help
 * is due to their number.
 */
export async function slideEvidence(
  laboratory: Laboratory,
  axis: string,
  best: Compared,
  compared: readonly Compared[],
): Promise<SlideEvidence> {
  const sliding = withMove(compared, { ...best.move, [axis]: 'slide' });
  const slid = rightOf(sliding.results);
  const spanned = rightOf(withMove(compared, { ...best.move, [axis]: 'span' }).results);
  const shuffled = await shuffledScores(laboratory, axis, sliding.move);
  const unshared = rightOf(await laboratory.trials(sliding.move, { unshared: axis }));
  const half = Math.floor(laboratory.lengthOf(axis) / 2);
  const near = Math.max(1, Math.round(laboratory.lengthOf(axis) / 8));
  const moved = async (reach: number, ownFilters = false): Promise<Scores> =>
    rightOf(
      await laboratory.trials(sliding.move, {
        rearrange: movedBy(laboratory, axis, reach),
        ...(ownFilters && { unshared: axis }),
      }),
    );
  const movedNear = await moved(near);
  const movedFar = await moved(half);
  const movedUnshared = await moved(half, true);
  const difference = (name: string, what: string, a: Scores, b: Scores): Evidence => ({
    name,
    what,
    estimate: differenceOf(a, b),
    baseline: 0,
  });
  return {
    advantage: difference(
      'advantage-of-sliding',
      `accuracy of filters that slide along ${axis} less that of filters that span it`,
      slid,
      spanned,
    ),
    advantageOtherwise: advantageOtherwise(axis, best, compared),
    advantageShuffled: difference(
      'advantage-when-shuffled',
      `the same with the positions of ${axis} in another order, which spanning cannot tell`,
      shuffled,
      spanned,
    ),
    lostByShuffling: difference(
      'lost-by-shuffling',
      `how much of the advantage of sliding along ${axis} goes with the order of its positions`,
      slid,
      shuffled,
    ),
    sharing: difference(
      'advantage-of-sharing',
      `accuracy with the same filters all along ${axis} less accuracy with filters of its own for ` +
        `each of up to ${regions} parts`,
      slid,
      unshared,
    ),
    sharingByPlace: difference(
      'advantage-of-sharing-by-place',
      `the same less what it is with every example moved along ${axis}, when no part has patterns of ` +
        `its own: what is due to them, and not to more filters`,
      gainOf(slid, unshared),
      gainOf(movedFar, movedUnshared),
    ),
    shifts: [[near, movedNear] as const, [half, movedFar] as const].map(([reach, scores]) =>
      difference(
        'labels-survive-shift',
        `accuracy with every example moved along ${axis} by up to ${reach} of ` +
          `${laboratory.lengthOf(axis)} positions either way, in training and test, less accuracy with ` +
          `none moved`,
        scores,
        slid,
      ),
    ),
    patches: await patchEvidence(laboratory, axis),
  };
}

/** The advantage while the other axes are treated the other way round; with one axis there are none. */
function advantageOtherwise(
  axis: string,
  best: Compared,
  compared: readonly Compared[],
): Evidence | null {
  if (compared.length <= 2) return null;
  const opposite: Move = Object.fromEntries(
    Object.entries(best.move).map(([name, way]) => [name, way === 'slide' ? 'span' : 'slide']),
  );
  return {
    name: 'advantage-otherwise',
    what: 'the same while filters do along the other axis what the best classifier does not',
    estimate: differenceOf(
      rightOf(withMove(compared, { ...opposite, [axis]: 'slide' }).results),
      rightOf(withMove(compared, { ...opposite, [axis]: 'span' }).results),
    ),
    baseline: 0,
  };
}

/** The same other order for all seeds: it is one axis that is compared with another. */
async function shuffledScores(laboratory: Laboratory, axis: string, move: Move): Promise<Scores> {
  const { options, windows } = laboratory;
  const random = new Random(options.seed, 'diagnose', 'shuffle', axis);
  const order = shuffledApart(laboratory.lengthOf(axis), windows[axis], random);
  return rightOf(
    await laboratory.trials(move, {
      rearrange: () => (examples) => reorder(examples, axis, order),
    }),
  );
}

/** For each seed and example: how much righter the first are than the second. */
const gainOf = (a: Scores, b: Scores): Scores =>
  a.map((row, s) => row.map((score, i) => score - b[s][i]));

const movedBy =
  (laboratory: Laboratory, axis: string, reach: number) =>
  (seedIndex: number): Rearrange =>
  (examples, part) =>
    shiftEach(examples, axis, {
      reach,
      seed: laboratory.options.seed,
      key: `${part} ${seedIndex}`,
    });
