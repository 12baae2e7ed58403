import {
  type Configuration,
  drawConfiguration,
  type Edge,
  edgesOf,
  halvingRungs,
  type Rung,
  type SearchSpace,
  successiveHalving,
  type TrialScore,
} from '@axiswise/tuning';

/** Where nothing is tuned, and where every configuration of a classifier diverged. */
export const untunedLearningRate = 0.006;

/** The number of epochs is found too: weights of the epoch with the lowest validation loss are kept. */
export const searchSpace = {
  learningRate: { from: 0.0015, to: 0.06, scale: 'log' },
} as const satisfies SearchSpace;

/** The seed with which configurations are drawn and trained: far from those that count. */
export const tuningSeed = 1_000_000;

/** What the tuning of one classifier chose. */
export interface TunedClassifier {
  readonly learningRate: number;
  /** The validation loss after all epochs; null where every configuration diverged. */
  readonly loss: number | null;
  /** Whether it lies near an end of its range. */
  readonly atEdge: readonly Edge[];
}

export const rungsOf = (configurations: number, epochs: number): Rung[] =>
  halvingRungs({ trials: configurations, epochs });

/**
 * Finds a learning rate for a classifier by random search with successive halving, as `compare` tunes its
 * strategies: the lowest validation loss of the best epoch chooses.
 *
 * @param configurations how many are tried.
 * @param scoresAfter trains some of them to the end of an epoch, and gives their validation losses.
 */
export async function tuneClassifier(
  configurations: number,
  epochs: number,
  scoresAfter: (tried: readonly Configuration[], epoch: number) => Promise<readonly TrialScore[]>,
): Promise<TunedClassifier> {
  const drawn = Array.from({ length: configurations }, (_, trial) =>
    drawConfiguration(searchSpace, { seed: tuningSeed, trial }),
  );
  const scores = new Map<string, TrialScore>();
  const keyOf = (trial: number, epoch: number): string => `${trial} ${epoch}`;
  for (;;) {
    const { toTrain, chosen } = successiveHalving(rungsOf(configurations, epochs), {
      better: 'lower',
      scoreAt: (trial, epoch) => scores.get(keyOf(trial, epoch)),
    });
    if (!toTrain) {
      if (chosen === undefined) {
        return { learningRate: untunedLearningRate, loss: null, atEdge: [] };
      }
      const loss = scores.get(keyOf(chosen, epochs)) as number;
      const { learningRate } = drawn[chosen];
      return {
        learningRate: Number(learningRate),
        loss,
        atEdge: edgesOf(searchSpace, drawn[chosen]),
      };
    }
    const { trials, epochs: epoch } = toTrain;
    const found = await scoresAfter(
      trials.map((trial) => drawn[trial]),
      epoch,
    );
    trials.forEach((trial, i) => scores.set(keyOf(trial, epoch), found[i]));
  }
}
