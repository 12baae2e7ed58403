import { describe, expect, it } from 'vitest';
import {
  type HalvingResults,
  halvingRungs,
  successiveHalving,
  type TrialScore,
} from './successive-halving.ts';

describe('halvingRungs', () => {
  it.each([
    [8, 12, ['8 to 3', '2 to 12']],
    [8, 6, ['8 to 2', '2 to 6']],
    [8, 2, ['8 to 1', '2 to 2']],
    // One epoch leaves nothing to stop early.
    [8, 1, ['8 to 1']],
    [32, 40, ['32 to 3', '8 to 10', '2 to 40']],
    // Of 20, 5 and 2 trials the first two rungs would have one epoch.
    [20, 4, ['20 to 1', '2 to 4']],
    [16, 4, ['16 to 1', '4 to 4']],
    [4, 6, ['4 to 6']],
    [5, 6, ['5 to 2', '2 to 6']],
    [1, 6, ['1 to 6']],
  ])('of %s trials and %s epochs', (trials, epochs, expected) => {
    const rungs = halvingRungs({ trials, epochs });
    expect(rungs.map((rung) => `${rung.trials} to ${rung.epochs}`)).toEqual(expected);
  });

  it('wants positive integers', () => {
    expect(() => halvingRungs({ trials: 0, epochs: 3 })).toThrow(
      'trials must be a positive integer, got 0',
    );
  });
});

/** Trains as asked until the search ends; the scores of a trial at the epochs of the rungs. */
function search(
  scores: readonly (readonly TrialScore[])[],
  epochs: number,
  better: 'lower' | 'higher' = 'lower',
) {
  const rungs = halvingRungs({ trials: scores.length, epochs });
  const known = new Map<string, TrialScore>();
  const results: HalvingResults = {
    better,
    scoreAt: (trial, epochs) => known.get(`${trial} ${epochs}`),
  };
  const trained: string[] = [];
  for (;;) {
    const state = successiveHalving(rungs, results);
    if (!state.toTrain) return { ...state, trained };
    const { epochs, trials } = state.toTrain;
    trained.push(`${trials.join()} to ${epochs}`);
    const rung = rungs.findIndex((each) => each.epochs === epochs);
    for (const trial of trials) known.set(`${trial} ${epochs}`, scores[trial][rung]);
  }
}

describe('successiveHalving', () => {
  it('promotes the best and chooses the best of these', () => {
    const scores = [[9], [8], [4, 2], [7], [6], [3, 2.5], [5], [8]];
    expect(search(scores, 8)).toEqual({
      trained: ['0,1,2,3,4,5,6,7 to 2', '5,2 to 8'],
      entered: [
        [0, 1, 2, 3, 4, 5, 6, 7],
        [5, 2],
      ],
      chosen: 2,
    });
  });

  it('takes the highest where that is better, and the lower number of equals', () => {
    const scores = [[0.5], [0.9, 0.9], [0.9, 0.9], [0.9, 1], [0.1]];
    const { trained, chosen } = search(scores, 8, 'higher');
    expect(trained).toEqual(['0,1,2,3,4 to 2', '1,2 to 8']);
    expect(chosen).toBe(1);
  });

  it('counts what diverged as worse than anything', () => {
    const scores: TrialScore[][] = [['diverged'], [1e9, 5], ['diverged'], [NaN], [7, 'diverged']];
    const { trained, chosen } = search(scores, 8);
    expect(trained).toEqual(['0,1,2,3,4 to 2', '4,1 to 8']);
    expect(chosen).toBe(1);
  });

  it('lets the next best take the place of those that all diverge further up', () => {
    const scores: TrialScore[][] = [[1, 'diverged'], [2, 'diverged'], [3, 4], ['diverged'], [5, 6]];
    const { trained, chosen, entered } = search(scores, 8);
    expect(trained).toEqual(['0,1,2,3,4 to 2', '0,1 to 8', '2,4 to 8']);
    expect(entered[1]).toEqual([0, 1, 2, 4]);
    expect(chosen).toBe(2);
  });

  it('chooses none where every trial diverges', () => {
    const { trained, chosen } = search(
      Array.from({ length: 5 }, () => ['diverged' as const]),
      8,
    );
    expect(trained).toEqual(['0,1,2,3,4 to 2']);
    expect(chosen).toBeUndefined();
  });

  it('asks for what is missing alone, in whatever order trials ended', () => {
    const rungs = halvingRungs({ trials: 5, epochs: 8 });
    const known: Record<number, number> = { 4: 0.1, 1: 0.3 };
    const state = successiveHalving(rungs, {
      better: 'lower',
      scoreAt: (trial, epochs) => (epochs === 2 ? known[trial] : undefined),
    });
    expect(state.toTrain).toEqual({ epochs: 2, trials: [0, 2, 3] });
    expect(state.chosen).toBeUndefined();
  });
});
