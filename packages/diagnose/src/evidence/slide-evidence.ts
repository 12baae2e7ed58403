import { Random } from '@axiswise/random';
import { type Scores, subtractScores } from '@axiswise/statistics';
import {
  type Arrangement,
  type ClassifierRunner,
  findByMove,
  type MeasuredClassifier,
  streamOf,
} from '../classifiers/classifier-runner.ts';
import { type AxisMoves, regions } from '../classifiers/reference-classifier.ts';
import type { Evidence } from '../diagnosis.ts';
import { reorder, separatingPermutation, shiftEach } from '../sampling/rearrange.ts';
import type { SlideEvidence } from '../verdict/judge.ts';
import { scoresOf, differenceEvidence } from './estimates.ts';
import { patchEvidence } from './patch-evidence.ts';

/**
 * Measures how much accuracy sliding along an axis gains, with the other axes treated as in the best
 * classifier.
 *
 * Each control takes one thing away: the order of the positions (shuffled), the sharing of filters
 * between parts of the axis (unshared), the place in the example (shifted). Unshared filters are several
 * times as many, which may help by itself. So sharing is measured once more on examples that are shifted
 * anywhere along the axis, where no part has patterns of its own. A difference that is left there is due
 * to the number of filters.
 *
 * @param measured the classifiers that slide or span along the axes, in every combination.
 */
export async function slideEvidence(
  runner: ClassifierRunner,
  axis: string,
  best: MeasuredClassifier,
  measured: readonly MeasuredClassifier[],
): Promise<SlideEvidence> {
  const { groups } = runner.test;
  const { words, range } = runner.yardstick;
  const { name } = words;
  const sliding = findByMove(measured, { ...best.move, [axis]: 'slide' });
  const slid = scoresOf(sliding.results);
  const spanned = scoresOf(findByMove(measured, { ...best.move, [axis]: 'span' }).results);
  const scores = async (options: Parameters<ClassifierRunner['classifier']>[1]): Promise<Scores> =>
    scoresOf(await runner.results(runner.classifier(sliding.move, options)));
  const shuffled = await scores({ arrangement: shuffledAlong(runner, axis) });
  const unshared = await scores({ unshared: axis });
  const half = Math.floor(runner.lengthOf(axis) / 2);
  const near = Math.max(1, Math.round(runner.lengthOf(axis) / 8));
  const far = shiftedAlong(runner, axis, half);
  const shiftedFar = await scores({ arrangement: far });
  const shiftedNear = await scores({ arrangement: shiftedAlong(runner, axis, near) });
  const shiftedUnshared = await scores({ arrangement: far, unshared: axis });
  const difference = (of: string, what: string, a: Scores, b: Scores): Evidence =>
    differenceEvidence({ name: of, what }, a, b, { groups, range });
  return {
    advantage: difference(
      'advantage-of-sliding',
      `${name} of filters that slide along ${axis} less that of filters that span it`,
      slid,
      spanned,
    ),
    advantageOtherwise: advantageOtherwise(runner, axis, best, measured),
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
      `${name} with the same filters all along ${axis} less ${name} with filters of its own for ` +
        `each of up to ${regions} parts`,
      slid,
      unshared,
    ),
    sharingByPlace: differenceEvidence(
      {
        name: 'advantage-of-sharing-by-place',
        what:
          `the same less what it is with every example moved along ${axis}, when no part has patterns of ` +
          `its own: what is due to them, and not to more filters`,
      },
      subtractScores(slid, unshared),
      subtractScores(shiftedFar, shiftedUnshared),
      { range: 2 * range, groups },
    ),
    shifts: [[near, shiftedNear] as const, [half, shiftedFar] as const].map(([reach, scores]) =>
      difference(
        'labels-survive-shift',
        `${name} with every example moved along ${axis} by up to ${reach} of ` +
          `${runner.lengthOf(axis)} positions either way, in training and test, less ${name} with ` +
          `none moved`,
        scores,
        slid,
      ),
    ),
    patches: await patchEvidence(runner, axis),
  };
}

/** The advantage while the other axes are treated the other way; null where there is no other axis. */
function advantageOtherwise(
  { test: { groups }, yardstick: { range } }: ClassifierRunner,
  axis: string,
  best: MeasuredClassifier,
  measured: readonly MeasuredClassifier[],
): Evidence | null {
  if (measured.length <= 2) return null;
  const opposite: AxisMoves = Object.fromEntries(
    Object.entries(best.move).map(([name, way]) => {
      // Along an axis that is too short for a window, all classifiers do the same.
      const otherwise = measured.find(({ move }) => move[name] !== way)?.move[name];
      return [name, otherwise ?? way];
    }),
  );
  return differenceEvidence(
    {
      name: 'advantage-otherwise',
      what:
        `the same while filters do along the other ${measured.length > 4 ? 'axes' : 'axis'} what the ` +
        `best classifier does not`,
    },
    scoresOf(findByMove(measured, { ...opposite, [axis]: 'slide' }).results),
    scoresOf(findByMove(measured, { ...opposite, [axis]: 'span' }).results),
    { groups, range },
  );
}

/** The positions in another order, which is the same for all seeds. */
function shuffledAlong(runner: ClassifierRunner, axis: string): Arrangement {
  const { sample, options, windows } = runner;
  const random = new Random(options.seed, 'diagnose', 'shuffle', axis);
  const window = { length: windows[axis], isCyclic: sample.cyclic?.includes(axis) ?? false };
  const order = separatingPermutation(runner.lengthOf(axis), window, random);
  return {
    name: `shuffled-${axis}`,
    words: `${axis} shuffled`,
    forSeed: () => (examples) => reorder(examples, axis, order),
  };
}

/** Every example moved along the axis by a number of positions of its own. */
const shiftedAlong = (
  { options: { seed } }: ClassifierRunner,
  axis: string,
  reach: number,
): Arrangement => ({
  name: `shifted-${axis}-${reach}`,
  words: `${axis} shifted by up to ${reach}`,
  forSeed: (seedIndex) => (examples, split) =>
    shiftEach(examples, axis, { reach, seed, key: `${streamOf[split]} ${seedIndex}` }),
});
