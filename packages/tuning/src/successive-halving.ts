import { requirePositiveInteger } from '@axiswise/messages';

/** A stage of the search: so many trials are trained to so many epochs. */
export interface Rung {
  /** Since the beginning of a trial. */
  readonly epochs: number;
  readonly trials: number;
}

/** At each rung one trial of so many is promoted; Li et al. 2018 recommend 3 or 4. */
const reduction = 4;

/**
 * The rungs of successive halving (Jamieson and Talwalkar 2016, algorithm 1; Li et al. 2018).
 *
 * From rung to rung a quarter of the trials goes on, two at least, to four times as many epochs. The last
 * rung has the full number of epochs and two to four trials, since the choice between them is the one that
 * counts. Where two rungs would have the same number of epochs, the second is left out.
 *
 * @example
 * halvingRungs({ trials: 8, epochs: 6 }); // [{ epochs: 2, trials: 8 }, { epochs: 6, trials: 2 }]
 */
export function halvingRungs({
  trials,
  epochs,
}: {
  /** How many configurations are tried. */
  readonly trials: number;
  /** The full number of epochs. */
  readonly epochs: number;
}): Rung[] {
  requirePositiveInteger('run', 'trials', trials);
  requirePositiveInteger('run', 'epochs', epochs);
  const sizes = [trials];
  for (let left = trials; left > reduction; sizes.push(left)) {
    left = Math.max(2, Math.floor(left / reduction));
  }
  const rungs = sizes.map((size, i) => ({
    epochs: Math.max(1, Math.round(epochs / reduction ** (sizes.length - 1 - i))),
    trials: size,
  }));
  // What a left-out rung would have selected, its neighbour selects at once.
  return rungs.filter((rung, i) => i === 0 || rung.epochs > rungs[i - 1].epochs);
}

/** The validation score of a trial; a trial that diverged is worse than any score. */
export type TrialScore = number | 'diverged';

/** What is known of the trials. */
export interface HalvingResults {
  readonly better: 'lower' | 'higher';
  /** The score of a trial, counted from 0, after so many epochs; undefined where it is not trained so far. */
  scoreAt(trial: number, epochs: number): TrialScore | undefined;
}

/** How far a search is. */
export interface HalvingState {
  /** The trials that entered each rung so far. */
  readonly entered: readonly (readonly number[])[];
  /** What has to be trained before anything else is known; undefined where the search has ended. */
  readonly toTrain?: { readonly epochs: number; readonly trials: readonly number[] };
  /** The best trial of the last rung; undefined where the search goes on, or every trial diverged. */
  readonly chosen?: number;
}

/**
 * Says how far a search is, what is to be trained next, and at its end which trial is chosen.
 *
 * A function of the scores alone: it does not matter in which order they came, and a search that was
 * interrupted goes on by being asked again. Ties go to the lower number. Where every trial that entered a
 * rung diverges in it, as many of the next best of the rung below take their place.
 */
export function successiveHalving(rungs: readonly Rung[], results: HalvingResults): HalvingState {
  const entered: number[][] = rungs.map(() => []);
  const { trials } = rungs[0];
  const end = climb(
    0,
    Array.from({ length: trials }, (_, trial) => trial),
  );
  return { entered, ...end };

  /** From a rung on, with those who enter it. */
  function climb(at: number, entrants: readonly number[]): Omit<HalvingState, 'entered'> {
    const { epochs } = rungs[at];
    entered[at].push(...entrants);
    const waiting = entrants.filter((trial) => results.scoreAt(trial, epochs) === undefined);
    if (waiting.length > 0) return { toTrain: { epochs, trials: waiting } };
    const ranked = rank(entrants, epochs, results);
    if (at === rungs.length - 1) return ranked.length === 0 ? {} : { chosen: ranked[0] };
    const promoted = rungs[at + 1].trials;
    for (let from = 0; from < ranked.length; from += promoted) {
      const above = climb(at + 1, ranked.slice(from, from + promoted));
      if (above.toTrain || above.chosen !== undefined) return above;
    }
    return {};
  }
}

/** The trials that did not diverge, the best first. */
function rank(
  trials: readonly number[],
  epochs: number,
  { better, scoreAt }: HalvingResults,
): number[] {
  const sign = better === 'lower' ? 1 : -1;
  return trials
    .flatMap((trial) => {
      const score = scoreAt(trial, epochs);
      return typeof score === 'number' && Number.isFinite(score) ? [{ trial, score }] : [];
    })
    .sort((a, b) => sign * (a.score - b.score) || a.trial - b.trial)
    .map(({ trial }) => trial);
}
